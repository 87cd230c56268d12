Feature: Errors
  Every operation that fails counts one, also inside a message that HTTP calls a success; different kinds of failure
  can be told apart.

  @users
  Scenario: Different failures, alone and in messages
    Given alice creates an active AES key
    When alice destroys the active key in vain
    And alice gets an unknown object 2 times
    And bob gets that key without permission 4 times
    And alice sends one message that goes on after errors:
      | gets an unknown object          |
      | gets that key                   |
      | gets an unknown object          |
      | decrypts garbage with that key  |
      | decrypts garbage with that key  |
      | decrypts garbage with that key  |
    Then the next observation shows exactly:
      | kms.errors.total          | +12 |                                    |
      | kms.errors.total          | +4  | error_type=ObjectNotFound          |
      | kms.errors.total          | +4  | error_type=PermissionDenied        |
      | kms.errors.total          | +3  | error_type=CryptographicFailure    |
      | kms.kmip.operations.total | +14 |                                    |

  Scenario: A key that may not be used in its state
    Given carol creates a PreActive AES key
    When carol encrypts with that PreActive key 5 times
    Then the next observation shows exactly:
      | kms.errors.total | +5 | error_type=WrongKeyLifecycleState |

  @own-instance
  Scenario: An error is in the first collection after it
    Given a KMS to itself
    When alice gets an unknown object
    Then the next observation shows exactly:
      | kms.errors.total | +1 | |
    When bob gets an unknown object
    Then the next observation shows exactly:
      | kms.errors.total | +2 | |
    When alice gets an unknown object
    Then the next observation shows exactly:
      | kms.errors.total | +3 | |
    When bob gets an unknown object
    Then the next observation shows exactly:
      | kms.errors.total | +4 | |
    When alice gets an unknown object
    Then the next observation shows exactly:
      | kms.errors.total | +5 | |
    When bob gets an unknown object
    Then the next observation shows exactly:
      | kms.errors.total | +6 | |
