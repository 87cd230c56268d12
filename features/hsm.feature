@hsm
Feature: HSM
  Encrypt, Decrypt, Sign, Wrap and Unwrap that the HSM has done count one each; software keys count nothing.

  Scenario: Keys that live in the HSM
    Given alice creates an AES key in the HSM
    And alice encrypts with that key 4 times
    And alice decrypts what was encrypted 2 times
    And alice creates an RSA key pair in the HSM
    And alice signs with that RSA pair
    Then the next observation shows exactly:
      | kms.hsm.operations.total | +7 |                   |
      | kms.hsm.operations.total | +4 | operation=Encrypt |
      | kms.hsm.operations.total | +2 | operation=Decrypt |
      | kms.hsm.operations.total | +1 | operation=Sign    |

  @cache
  Scenario: A wrapping key in the HSM
    Given bob creates a wrapping key in the HSM
    And bob creates a wrapped AES key 2 times
    When bob encrypts with that key 3 times
    Then the next observation shows exactly:
      | kms.hsm.operations.total   | +2 | operation=Wrap             |
      | kms.hsm.operations.total   | +1 | operation=Unwrap           |
      | kms.cache.operations.total | +1 | operation=get, result=miss |
      | kms.cache.operations.total | +2 | operation=get, result=hit  |

  @own-instance @kek @cache
  Scenario: Every new object is wrapped where the server has a key-encryption key
    Given a KMS of its own whose key-encryption key is in the HSM
    And alice creates an active AES key 3 times
    And alice encrypts with that key 2 times
    Then the next observation shows exactly:
      | kms.hsm.operations.total   | +3 | operation=Wrap   |
      | kms.hsm.operations.total   | +1 | operation=Unwrap |
      | kms.cache.operations.total | +3 |                  |

  Scenario: Software keys leave the HSM alone
    Given carol creates an active AES key
    When carol encrypts with that key 3 times
    Then the next observation shows exactly:
      | kms.hsm.operations.total  | 0  | |
      | kms.kmip.operations.total | +4 | |

  @invariant/cache-hsm @cache
  Scenario: Every unwrap in the HSM is a cache miss
    Given dave creates a wrapping key in the HSM
    And dave creates a wrapped AES key
    And dave encrypts with that key 2 times
    Then the next observation bears this out
