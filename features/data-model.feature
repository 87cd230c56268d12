Feature: Data model
  Every export keeps the rules of the OTLP metrics data model.

  @data-model/wire @data-model/identity @data-model/stability @data-model/histogram
  @data-model/names @data-model/number-type @data-model/start-time @data-model/collection-time
  @data-model/no-recorded-value @data-model/flags @data-model/exemplars @data-model/envelopes @data-model/overflow
  Scenario: Every export of a busy KMS is in order
    Given alice creates an active AES key 2 times
    And bob encrypts with an unknown key 2 times
    And carol hashes 4 times
    When an observation has been made
    And carol hashes 2 times
    Then the next observation bears this out
