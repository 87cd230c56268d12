@cache
Feature: Keys that wrap keys
  Whatever needs the material of a wrapped key uses it: a derivation, a check of a MAC or a signature, and, of a key
  that wraps others, what it seals and opens, in the store and on the way out and in.

  Scenario: A key handed out wrapped is used, and so is the key that wraps it
    Given alice creates a wrapping key
    And alice creates a wrapped wrapping key
    When alice creates a wrapped AES key
    And alice gets that key wrapped
    And alice exports that key wrapped 2 times
    And alice imports the wrapped key in clear
    And alice registers the wrapped key as it is
    Then the next observation shows exactly:
      | kms.cache.operations.total | +2 | operation=get, result=miss  |
      | kms.cache.operations.total | +2 | operation=insert, result=ok |
      | kms.cache.operations.total | +7 | operation=get, result=hit   |
      | kms.objects.total          | +5 |                             |

  Scenario: A derivation uses the key that it starts from, a replacement does not
    Given bob creates a wrapping key
    And bob creates a wrapped key to derive from
    When bob derives an active key from that key
    And bob derives a wrapped key from that key 2 times
    And bob rekeys that key 4 times
    Then the next observation shows exactly:
      | kms.cache.operations.total | +1 | operation=get, result=miss  |
      | kms.cache.operations.total | +1 | operation=insert, result=ok |
      | kms.cache.operations.total | +2 | operation=get, result=hit   |
      | kms.objects.total          | +9 |                             |
      | kms.keys.active.count      | +9 |                             |

  Scenario: A replacement is wrapped like the key that it replaces
    Given carol creates a wrapping key
    And carol creates a wrapped AES key
    When carol rekeys that key
    And carol encrypts with that key 2 times
    Then the next observation shows exactly:
      | kms.cache.operations.total | +1 | operation=get, result=miss |
      | kms.cache.operations.total | +1 | operation=get, result=hit  |

  Scenario: A check uses the key, right or wrong
    Given dave creates a wrapping key
    And dave creates a wrapped HMAC key
    And dave computes a MAC with that key
    When dave verifies that MAC
    And dave verifies a wrong MAC
    And dave creates a wrapped P-256 key pair
    And dave signs with that pair
    And dave verifies what was signed 2 times
    And dave verifies a wrong signature 2 times
    Then the next observation shows exactly:
      | kms.cache.operations.total | +3 | operation=get, result=miss |
      | kms.cache.operations.total | +5 | operation=get, result=hit  |
      | kms.errors.total           | 0  |                            |

  Scenario: What only asks about a wrapped key does not use it
    Given erin creates a wrapping key
    And erin creates a wrapped AES key
    When erin reads the attributes of that key
    And erin lists the attributes of that key
    And erin checks that key
    And erin limits the use of that key
    And erin asks for a part of the usage of that key
    And erin adds a comment to that key
    And erin deletes the comment of that key
    And erin locates by an unknown name
    Then the next observation shows exactly:
      | kms.cache.operations.total | 0   | |
      | kms.kmip.operations.total  | +10 | |
