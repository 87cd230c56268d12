Feature: Cardinality
  Many users are no reason to lose sight of any: a limit of series that is reached in ordinary use hides what it was set
  up to count. What clients make up adds no series. What is too big for one request is sent in several.

  @own-instance @slow @cardinality/users @push/size @many-users @start
  Scenario: Ten thousand users
    Given a KMS of its own that knows 10000 further users, with names of 384 characters
    And alice asks for an operation that KMIP does not know 50 times
    When each of them hashes once
    And bob hashes 2 times
    Then each of them has a series of its own
    And the next observation shows exactly:
      | kms.kmip.operations.total          | +10052 | |
      | kms.kmip.operations.per_user.total | +10052 | |
    And no request was bigger than 4 MiB, although all of them together were
