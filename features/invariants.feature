Feature: Invariants
  Some instruments say the same thing in two ways. They agree in every collection.

  @invariant/operations-per-user @invariant/operation-duration @invariant/errors @invariant/kmip-within-http
  @invariant/http-duration @invariant/database-duration @invariant/uptime
  Scenario: Sums and counts agree
    Given alice creates an active AES key 2 times
    And alice gets an unknown object
    And bob hashes 3 times
    Then the next observation bears this out

  @invariant/permissions @access @users
  Scenario: Permissions agree
    Given alice creates an active AES key
    And alice grants bob "get, encrypt" on that key
    Then the next observation bears this out

  @invariant/active-keys
  Scenario: Active keys are objects
    Given bob creates an active AES key 2 times
    Then the next observation bears this out
