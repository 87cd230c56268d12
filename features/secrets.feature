Feature: Secrets
  What a KMS keeps for others, and what it is trusted with itself, is in no telemetry and in no log: not as it is, not in
  hexadecimal, not in base64.

  @own-instance @long @secrets/telemetry @start
  Scenario: Nothing secret is pushed
    Given a KMS of its own that is told secrets of every kind
    And alice sends secrets and is handed some
    And a stranger sends 2 operations, where it is asked who sends
    And alice sends 2 bodies that are no KMIP
    When the KMS is told to stop
    Then the KMS has ended in order
    And no secret was pushed

  @own-instance @long @secrets/log @start
  Scenario: Nothing secret is logged
    Given a KMS of its own that is told secrets of every kind
    And bob sends secrets and is handed some
    And a stranger sends 2 operations, where it is asked who sends
    And bob sends 2 bodies that are no KMIP
    When the KMS is told to stop
    Then the KMS has ended in order
    And no secret was logged
