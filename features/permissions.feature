@access @users
Feature: Permissions
  Every operation named in a successful grant counts one, for the user who receives it.

  Scenario: Grants count per operation and per grantee
    Given alice creates an active AES key
    When alice grants bob "get" on that key
    And alice grants carol "encrypt, decrypt, getattributes" on that key
    Then the next observation shows exactly:
      | kms.permissions.granted.total          | +4 |                                            |
      | kms.permissions.granted.per_user.total | +1 | user=bob                                   |
      | kms.permissions.granted.per_user.total | +3 | user=carol                                 |
      | kms.permissions.granted.per_user.total | +1 | user=carol, permission_type=get_attributes |

  Scenario: Granting again counts again; taking away and failing count nothing
    Given dave creates an active AES key
    When dave grants erin "get, export" on that key
    And dave grants erin "get" on that key
    And dave takes "get" on that key from erin
    And bob grants carol "get" on that key in vain
    Then the next observation shows exactly:
      | kms.permissions.granted.total          | +3 |           |
      | kms.permissions.granted.per_user.total | +3 | user=erin |

  Scenario: A grant opens exactly what it names
    Given alice creates an active AES key
    When bob gets that key without permission
    And alice grants bob "get" on that key
    And bob gets that key
    Then the next observation shows exactly:
      | kms.permissions.granted.total | +1 |                            |
      | kms.errors.total              | +1 |                            |
      | kms.kmip.operations.total     | +2 | operation=Get              |
