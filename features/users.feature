@users
Feature: Active users
  Distinct users who have asked for an operation within the window.

  @own-instance @intrusive
  Scenario: A second user adds one, the same again adds nothing, a refused login adds nothing
    Given a KMS to itself
    When alice hashes
    Then the next observation shows exactly:
      | kms.active.users | +1 | |
    When alice hashes 4 times
    And a stranger sends 2 operations
    Then the next observation shows exactly:
      | kms.active.users | +1 | |
    When bob gets an unknown object
    Then the next observation shows exactly:
      | kms.active.users | +2 | |
