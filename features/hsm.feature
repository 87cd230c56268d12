@hsm
Feature: HSM
  Encrypt, Decrypt, Sign, Wrap and Unwrap that the HSM has done count one each; software keys count nothing, and
  neither does what the HSM could not do.

  Scenario: Keys that live in the HSM
    Given alice creates an AES key in the HSM
    And alice encrypts with that key 4 times
    And alice decrypts what was encrypted 2 times
    And alice sends one message:
      | decrypts garbage with that key |
    And alice creates an RSA key pair in the HSM
    And alice signs with that RSA pair
    Then the next observation shows exactly:
      | kms.hsm.operations.total | +7 |                   |
      | kms.hsm.operations.total | +4 | operation=Encrypt |
      | kms.hsm.operations.total | +2 | operation=Decrypt |
      | kms.hsm.operations.total | +1 | operation=Sign    |
      | kms.errors.total         | +1 |                   |

  @users @access
  Scenario: A key in the HSM is for its admin, and for whom the admin lets use it
    Given alice creates an AES key in the HSM
    And alice encrypts with that key 2 times
    And bob encrypts with that key without permission
    When alice grants bob "encrypt" on that key
    And bob encrypts with that key 8 times
    And alice takes "encrypt" on that key from bob
    And bob encrypts with that key without permission 3 times
    Then the next observation shows exactly:
      | kms.hsm.operations.total           | +10 |                               |
      | kms.kmip.operations.per_user.total | +12 | user=bob, operation=Encrypt   |
      | kms.kmip.operations.per_user.total | +2  | user=alice, operation=Encrypt |
      | kms.permissions.granted.total      | +1  |                               |
      | kms.errors.total                   | +4  |                               |

  @cache
  Scenario: A wrapping key in the HSM
    Given alice creates a wrapping key in the HSM
    And alice creates a wrapped AES key 2 times
    When alice encrypts with that key 3 times
    Then the next observation shows exactly:
      | kms.hsm.operations.total   | +2 | operation=Wrap             |
      | kms.hsm.operations.total   | +1 | operation=Unwrap           |
      | kms.cache.operations.total | +1 | operation=get, result=miss |
      | kms.cache.operations.total | +2 | operation=get, result=hit  |

  @own-instance @kek @cache @start
  Scenario: A key-encryption key before it is there, in use, and while its token is pulled out
    Given a KMS of its own whose key-encryption key is to be in the HSM
    And alice sends one message:
      | creates an AES key under a key that is not there |
    When alice makes the key-encryption key
    And alice creates an active AES key 3 times
    And alice encrypts with that key 2 times
    Then the next observation shows exactly:
      | kms.hsm.operations.total   | +3 | operation=Wrap   |
      | kms.hsm.operations.total   | +1 | operation=Unwrap |
      | kms.cache.operations.total | +3 |                  |
      | kms.objects.total          | +3 |                  |
      | kms.errors.total           | +1 |                  |
    Given alice creates an active P-256 key pair
    When the token of the HSM is pulled out
    And alice encrypts with that key 4 times
    And alice sends one message that goes on after errors:
      | signs with that pair under the unusable HSM |
      | creates an AES key under the unusable HSM   |
      | creates an AES key in the unusable HSM      |
    Then the next observation shows exactly:
      | kms.hsm.operations.total   | +6  |                             |
      | kms.cache.operations.total | +5  | operation=get, result=hit   |
      | kms.cache.operations.total | +2  | operation=get, result=miss  |
      | kms.cache.operations.total | +1  | operation=insert, result=ok |
      | kms.objects.total          | +5  |                             |
      | kms.errors.total           | +4  |                             |
      | kms.kmip.operations.total  | +15 |                             |
    When the token of the HSM is back
    And alice signs with that pair 2 times
    And alice creates an AES key in the HSM
    And alice encrypts with that key 8 times
    Then the next observation shows exactly:
      | kms.hsm.operations.total   | +8 | operation=Encrypt           |
      | kms.hsm.operations.total   | +2 | operation=Unwrap            |
      | kms.hsm.operations.total   | +5 | operation=Wrap              |
      | kms.cache.operations.total | +6 | operation=get, result=hit   |
      | kms.cache.operations.total | +3 | operation=get, result=miss  |
      | kms.cache.operations.total | +2 | operation=insert, result=ok |
      | kms.errors.total           | +4 |                             |

  @own-instance @start
  Scenario: A wrong PIN takes nothing away but the HSM
    Given a KMS of its own that has a wrong PIN for the HSM
    When alice sends one message that goes on after errors:
      | creates an AES key in the unusable HSM |
      | creates an AES key in the unusable HSM |
    And alice creates an active AES key
    And alice encrypts with that key 4 times
    Then the next observation shows exactly:
      | kms.hsm.operations.total  | 0  | |
      | kms.errors.total          | +2 | |
      | kms.kmip.operations.total | +7 | |
      | kms.keys.active.count     | +1 | |

  Scenario: Software keys leave the HSM alone
    Given carol creates an active AES key
    When carol encrypts with that key 3 times
    Then the next observation shows exactly:
      | kms.hsm.operations.total  | 0  | |
      | kms.kmip.operations.total | +4 | |

  @invariant/cache-hsm @cache
  Scenario: Every unwrap in the HSM is a cache miss
    Given alice creates a wrapping key in the HSM
    And alice creates a wrapped AES key
    And alice encrypts with that key 2 times
    Then the next observation bears this out
