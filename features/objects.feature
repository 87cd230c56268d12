Feature: Objects and keys
  Objects are counted by what the store holds, active keys by the state that GetAttributes would answer.

  Scenario: Objects that are no active keys tell the two counts apart
    Given alice creates an active AES key 4 times
    And alice creates a PreActive AES key 2 times
    And bob creates an active AES key
    And alice registers a secret
    And alice creates an active P-384 key pair
    Then the next observation shows exactly:
      | kms.objects.total     | +10 | |
      | kms.keys.active.count | +7  | |

  Scenario: The life of a key
    Given erin creates a PreActive AES key
    When erin activates that key
    And erin revokes that key
    And erin destroys that key
    Then the next observation shows exactly:
      | kms.objects.total     | 0 | |
      | kms.keys.active.count | 0 | |

  Scenario: Activated, revoked, replaced and destroyed
    Given bob creates a PreActive AES key
    And bob activates that key
    And bob creates an active AES key
    And bob revokes that key
    And bob creates an active P-521 key pair
    And bob revokes the private key
    And bob imports an active AES key
    And bob replaces that key
    Then the next observation shows exactly:
      | kms.objects.total     | +5 | |
      | kms.keys.active.count | +3 | |

  Scenario: A key that is destroyed twice leaves once
    Given carol creates an active AES key
    And carol revokes that key
    And carol destroys that key
    When carol destroys the destroyed key in vain
    Then the next observation shows exactly:
      | kms.objects.total     | 0  | |
      | kms.keys.active.count | 0  | |
      | kms.errors.total      | +1 | |

  Scenario: Dates count without a request
    Given dave creates an AES key that has expired
    And dave creates an active AES key
    Then the next observation shows exactly:
      | kms.objects.total     | +2 | |
      | kms.keys.active.count | +1 | |

  @own-instance
  Scenario: Keys become active and expire while nobody asks
    Given a KMS to itself
    And alice creates an AES key that expires within two seconds
    And alice creates an AES key that becomes active within two seconds 2 times
    And alice creates a PreActive AES key
    And alice sets an activation date within two seconds on that key
    And alice creates an active AES key
    And alice sets a deactivation date within two seconds on that key
    When an observation has been made
    Then 3.5 seconds of collections later the counts show exactly:
      | kms.objects.total     | +5 | |
      | kms.keys.active.count | +3 | |

  Scenario: Many creations at once
    When erin creates an active AES key 16 times at once
    Then the next observation shows exactly:
      | kms.objects.total     | +16 | |
      | kms.keys.active.count | +16 | |
