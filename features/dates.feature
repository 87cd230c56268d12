Feature: Dates that are set later
  An activation date that has passed makes a PreActive key active, a deactivation date that has passed ends an active
  one, whichever operation sets it; a date to come changes nothing until it comes.

  Scenario: A past activation date activates
    Given alice creates a PreActive AES key
    And alice adds a past activation date to that key
    And bob creates a PreActive AES key
    And bob sets a past activation date on that key
    And carol creates an AES key with both dates far ahead
    And carol moves the activation date of that key into the past
    And dave creates a PreActive AES key
    And dave sets a far activation date on that key
    Then the next observation shows exactly:
      | kms.objects.total         | +4 |                           |
      | kms.keys.active.count     | +3 |                           |
      | kms.kmip.operations.total | +1 | operation=AddAttribute    |
      | kms.kmip.operations.total | +2 | operation=SetAttribute    |
      | kms.kmip.operations.total | +1 | operation=ModifyAttribute |

  Scenario: A past deactivation date deactivates
    Given alice creates an active AES key
    And alice sets a past deactivation date on that key
    And bob creates an active AES key
    And bob adds a far deactivation date to that key
    And bob activates the active key by its date in vain
    And carol creates an active AES key
    And carol adds a far deactivation date to that key
    And carol moves the deactivation date of that key into the past
    And dave registers a secret
    And dave sets a past deactivation date on that key
    Then the next observation shows exactly:
      | kms.objects.total     | +4 | |
      | kms.keys.active.count | +1 | |
      | kms.errors.total      | +1 | |

  Scenario: A date that is moved, and a key in the archive
    Given alice creates an AES key with an activation date far ahead
    And alice brings the activation date of that key forward to the past
    And bob creates an AES key with an activation date far ahead
    And bob puts the activation date of that key off
    And carol creates an active AES key
    And carol archives that key
    Then the next observation shows exactly:
      | kms.objects.total         | +3 |                           |
      | kms.keys.active.count     | +2 |                           |
      | kms.kmip.operations.total | +2 | operation=AdjustAttribute |
      | kms.errors.total          | 0  |                           |
