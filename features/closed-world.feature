Feature: Closed world
  What moves unpredicted is a finding like what did not move.

  @own-instance @undisturbed @closed-world/idle
  Scenario: Without traffic nothing moves
    Given a KMS to itself
    And alice creates an active AES key 2 times
    And alice encrypts with that key 3 times
    And bob gets an unknown object
    When an observation has been made
    Then 0.8 seconds of collections later nothing but the uptime has moved

  @closed-world/balance
  Scenario: At the end the whole ledger balances
    Given alice creates an active AES key
    And bob hashes 2 times
    Then the whole ledger balances when everybody else has ended
