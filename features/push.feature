Feature: Push
  Metrics are pushed by the KMS itself, over OTLP/gRPC, every thirty seconds, and nothing is lost over an outage of
  the collector.

  @own-instance @push/automatic @push/first-export @configuration/flag-otlp @flag-otlp @start
  Scenario: The URL alone starts the push
    Given a KMS to itself, started with --otlp and nothing else about telemetry
    When alice creates an active AES key
    Then the next observation shows exactly:
      | kms.objects.total | +1 | |

  @push/grpc
  Scenario: Exports come over gRPC
    Given alice hashes
    Then the next observation bears this out

  @own-instance @slow @push/cadence
  Scenario: Collections are thirty seconds apart
    Given a KMS of its own at the documented interval
    And alice hashes
    Then within 4 collections this is borne out

  @own-instance @push/late-collector @start
  Scenario: A collector that comes late
    Given a KMS of its own whose collector is not there yet
    And alice creates an active AES key 2 times
    And bob gets an unknown object 3 times
    And a push to it has been in vain
    When the collector comes
    And a push has arrived since
    And alice hashes
    Then the next observation shows exactly:
      | kms.kmip.operations.total | +6 | |
      | kms.errors.total          | +3 | |
      | kms.objects.total         | +2 | |

  @own-instance @push/outage
  Scenario: A collector that goes away and returns
    Given a KMS to itself
    And alice hashes 2 times
    And an observation has been made
    When the collector goes away
    And alice hashes 4 times
    And bob creates an active AES key
    And a push to it has been in vain
    And the collector returns
    And a push has arrived since
    And alice hashes
    Then the next observation shows exactly:
      | kms.kmip.operations.total | +8 | |
      | kms.kmip.operations.total | +7 | operation=Hash |
      | kms.objects.total         | +1 | |

  @own-instance @push/last-push @start
  Scenario: What happened before SIGTERM is pushed before the end
    Given a KMS of its own at the documented interval
    And alice creates an active AES key 3 times
    And alice gets an unknown object 2 times
    When the KMS is told to stop
    Then the KMS has ended in order
    And it has pushed before it ended
    And the exports until then show exactly:
      | kms.kmip.operations.total | +5 | |
      | kms.errors.total          | +2 | |
      | kms.objects.total         | +3 | |
