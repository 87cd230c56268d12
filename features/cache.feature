@cache
Feature: Unwrap cache
  The first use of a wrapped object misses, is unwrapped and kept; the next uses hit. Objects stored in clear leave
  the cache alone.

  Scenario: A miss, then hits
    Given alice creates a wrapping key
    And alice creates a wrapped AES key
    When alice encrypts with that key
    And alice encrypts with that key 5 times
    Then the next observation shows exactly:
      | kms.cache.operations.total | +7 |                              |
      | kms.cache.operations.total | +1 | operation=get, result=miss   |
      | kms.cache.operations.total | +1 | operation=insert, result=ok  |
      | kms.cache.operations.total | +5 | operation=get, result=hit    |

  Scenario: Objects in clear leave the cache alone
    Given bob creates an active AES key
    When bob encrypts with that key 3 times
    Then the next observation shows exactly:
      | kms.cache.operations.total | 0  | |
      | kms.kmip.operations.total  | +4 | |

  @own-instance @cache-settings
  Scenario: With the cache off every use misses
    Given a KMS of its own whose cache is off
    And alice creates a wrapping key
    And alice creates a wrapped AES key
    When alice encrypts with that key 3 times
    Then the next observation shows exactly:
      | kms.cache.operations.total | +3 | operation=get, result=miss  |
      | kms.cache.operations.total | 0  | operation=insert, result=ok |

  @own-instance @cache-settings
  Scenario: What does not fit, and what is not used for a while, is forgotten
    Given a KMS of its own whose cache holds 1 entries and forgets after 0.5 seconds
    And alice creates a wrapping key
    And alice creates a wrapped P-256 key pair
    And alice creates a wrapped AES key
    And alice signs with that pair
    And alice encrypts with that key 2 times
    And alice signs with that pair
    Then the next observation shows exactly:
      | kms.cache.operations.total | +3 | operation=get, result=miss  |
      | kms.cache.operations.total | +1 | operation=get, result=hit   |
      | kms.cache.operations.total | +3 | operation=insert, result=ok |
    When an observation 1.2 seconds of collections later has been made
    And alice signs with that pair
    Then the next observation shows exactly:
      | kms.cache.operations.total | +4 | operation=get, result=miss  |
      | kms.cache.operations.total | +1 | operation=get, result=hit   |
      | kms.cache.operations.total | +4 | operation=insert, result=ok |
