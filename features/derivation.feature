Feature: Keys made from other keys
  What is derived from a key, and what replaces one, is a new object; the old one stays what it was. A replacement
  takes over the dates of the key that it replaces, unless the request says when it becomes active.

  Scenario: Derived keys and derived secrets
    Given alice creates a key to derive from
    When alice derives an active key from that key 4 times
    And alice derives a PreActive key from that key 2 times
    And alice derives a secret from that key
    Then the next observation shows exactly:
      | kms.objects.total         | +8 |                     |
      | kms.keys.active.count     | +5 |                     |
      | kms.kmip.operations.total | +7 | operation=DeriveKey |

  Scenario: A key that replaces another stands beside it
    Given bob creates an active AES key
    When bob rekeys that key
    And bob rekeys that key for now
    And bob rekeys that key for much later
    And bob rekeys the PreActive key in vain
    And bob creates an active AES key
    And bob adds a far deactivation date to that key
    And bob rekeys that key
    Then the next observation shows exactly:
      | kms.objects.total         | +6 |                 |
      | kms.keys.active.count     | +5 |                 |
      | kms.kmip.operations.total | +5 | operation=ReKey |
      | kms.errors.total          | +1 |                 |

  Scenario: A pair that replaces another stands beside it
    Given carol creates an active P-256 key pair
    When carol rekeys that pair
    And carol rekeys that pair for now
    And carol rekeys that pair for much later
    Then the next observation shows exactly:
      | kms.objects.total         | +8 |                        |
      | kms.keys.active.count     | +6 |                        |
      | kms.kmip.operations.total | +3 | operation=ReKeyKeyPair |
