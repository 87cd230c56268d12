Feature: KMIP operations
  Every KMIP operation counts once, whether it succeeds or fails, and whether it comes alone or as an item of a
  message. The message around it is no operation.

  Scenario: Operations that succeed and operations that fail
    Given alice creates an active AES key 2 times
    And alice gets that key 4 times
    And alice gets an unknown object 8 times
    Then the next observation shows exactly:
      | kms.kmip.operations.total          | +14 |                                  |
      | kms.kmip.operations.total          | +12 | operation=Get                    |
      | kms.kmip.operations.per_user.total | +14 | user=alice                       |
      | kms.kmip.operation.duration        | +14 |                                  |
      | kms.errors.total                   | +8  |                                  |

  @users
  Scenario: Two users
    Given alice hashes 3 times
    And bob hashes 5 times
    Then the next observation shows exactly:
      | kms.kmip.operations.total          | +8 | operation=Hash             |
      | kms.kmip.operations.per_user.total | +3 | user=alice, operation=Hash |
      | kms.kmip.operations.per_user.total | +5 | user=bob, operation=Hash   |
      | kms.kmip.operation.duration        | +8 | operation=Hash             |

  Scenario: Every item of a message, but not the message
    Given carol creates an active AES key
    When carol sends one message:
      | gets that key                     |
      | reads the attributes of that key  |
      | hashes                            |
      | asks which operations there are   |
      | asks for the versions             |
    Then the next observation shows exactly:
      | kms.kmip.operations.total   | +6 |                        |
      | kms.kmip.operations.total   | +1 | operation=Get          |
      | kms.kmip.operations.total   | +1 | operation=Query        |
      | kms.kmip.operation.duration | +6 |                        |
      | kms.http.requests.total     | +2 | path=/kmip/2_1         |

  Scenario: Items after an error go on when the message says so
    When dave sends one message that goes on after errors:
      | hashes                 |
      | gets an unknown object |
      | hashes                 |
    Then the next observation shows exactly:
      | kms.kmip.operations.total | +3 |               |
      | kms.errors.total          | +1 |               |

  Scenario: Items after an error are not run, and do not count, when the message stops
    When dave sends one message that stops after an error:
      | hashes                 |
      | gets an unknown object |
      | hashes                 |
      | hashes                 |
    Then the next observation shows exactly:
      | kms.kmip.operations.total | +2 |               |
      | kms.errors.total          | +1 |               |

  @binary
  Scenario: A message in binary counts like one in JSON
    Given carol creates an active AES key
    When carol sends one message in binary:
      | gets that key                    |
      | reads the attributes of that key |
      | encrypts with that key           |
      | hashes                           |
    Then the next observation shows exactly:
      | kms.kmip.operations.total | +5 |                        |
      | kms.kmip.operations.total | +1 | operation=Encrypt      |
      | kms.http.requests.total   | +1 | path=/kmip, status=200 |
      | kms.errors.total          | 0  |                        |

  Scenario: Many at once
    Given erin creates an active AES key
    When erin encrypts with that key 32 times at once
    Then the next observation shows exactly:
      | kms.kmip.operations.total          | +33 |                              |
      | kms.kmip.operations.per_user.total | +32 | user=erin, operation=Encrypt |
      | kms.kmip.operation.duration        | +32 | operation=Encrypt            |

  @intrusive
  Scenario: Operations that KMIP does not know share one bounded label
    When bob asks for an operation that KMIP does not know 3 times
    Then the next observation shows exactly:
      | kms.kmip.operations.total | +3 | operation=Unknown |
      | kms.errors.total          | +3 |                   |

  @users @intrusive
  Scenario: What is no KMIP and who is nobody do not count
    Given alice hashes
    When alice sends 2 bodies that are no KMIP
    And a stranger sends 4 operations
    Then the next observation shows exactly:
      | kms.kmip.operations.total          | +1 |            |
      | kms.kmip.operations.per_user.total | +1 |            |
      | kms.errors.total                   | 0  |            |
      | kms.http.requests.total            | +7 |            |
      | kms.http.requests.total            | +4 | status=401 |

  @own-instance @undisturbed @histogram/resolution
  Scenario: A slow operation and a fast one have different durations
    Given a KMS to itself
    And bob hashes 16 times
    And bob creates an active RSA-4096 key pair 2 times
    Then the next observation bears this out

  @labels/bounded @intrusive
  Scenario: Text of the client becomes no label
    Given carol asks for an operation that KMIP does not know 2 times
    And carol asks 2 times for a path of its own making
    And carol imports an active AES key
    And carol gets that key
    Then the next observation bears this out

  Scenario: Every operation that the server offers is counted by its own name
    Given dave creates an active AES key
    And dave encrypts with that key
    And dave decrypts what was encrypted
    And dave exports that key
    And dave reads the attributes of that key
    And dave revokes that key
    And dave destroys that key
    And dave creates an active HMAC key
    And dave computes a MAC with that key
    And dave creates an active P-256 key pair
    And dave signs with that pair
    And dave creates an active Ed25519 key pair
    And dave signs with that pair
    And dave creates an active RSA-2048 key pair
    And dave signs with that RSA pair
    And dave registers a secret
    And dave imports an active AES key
    And dave creates a PreActive AES key
    And dave activates that key
    And dave locates by an unknown name
    Then the next observation shows exactly:
      | kms.kmip.operations.total | +20 |                         |
      | kms.kmip.operations.total | +3  | operation=Create        |
      | kms.kmip.operations.total | +3  | operation=CreateKeyPair |
      | kms.kmip.operations.total | +3  | operation=Sign          |
      | kms.kmip.operations.total | +1  | operation=MAC           |
      | kms.kmip.operations.total | +1  | operation=Register      |
      | kms.kmip.operations.total | +1  | operation=Import        |
      | kms.kmip.operations.total | +1  | operation=Locate        |

  Scenario: Operations that change, check and ask are counted by their own names
    Given erin creates an active HMAC key
    And erin computes a MAC with that key
    And erin verifies that MAC
    And erin verifies a wrong MAC
    And erin creates an active P-256 key pair
    And erin signs with that pair
    And erin verifies what was signed 4 times
    And erin creates an active AES key
    And erin adds a comment to that key
    And erin changes the comment of that key
    And erin sets the comment of that key
    And erin deletes the comment of that key
    And erin checks that key
    And erin lists the attributes of that key
    And erin limits the use of that key
    And erin asks for a part of the usage of that key
    And erin retrieves random bytes 2 times
    And erin seeds the random numbers
    And erin begins an interoperability test
    And erin leases that key
    And erin archives that key
    And erin recovers that key
    And erin pings 2 times
    And erin asks which operations there are
    And erin asks for the versions
    Then the next observation shows exactly:
      | kms.kmip.operations.total | +30 |                              |
      | kms.kmip.operations.total | +2  | operation=MACVerify          |
      | kms.kmip.operations.total | +4  | operation=SignatureVerify    |
      | kms.kmip.operations.total | +1  | operation=AddAttribute       |
      | kms.kmip.operations.total | +1  | operation=ModifyAttribute    |
      | kms.kmip.operations.total | +2  | operation=SetAttribute       |
      | kms.kmip.operations.total | +1  | operation=DeleteAttribute    |
      | kms.kmip.operations.total | +1  | operation=Check              |
      | kms.kmip.operations.total | +1  | operation=GetAttributeList   |
      | kms.kmip.operations.total | +1  | operation=GetUsageAllocation |
      | kms.kmip.operations.total | +2  | operation=RNGRetrieve        |
      | kms.kmip.operations.total | +1  | operation=RNGSeed            |
      | kms.kmip.operations.total | +1  | operation=Interop            |
      | kms.kmip.operations.total | +1  | operation=ObtainLease        |
      | kms.kmip.operations.total | +1  | operation=Archive            |
      | kms.kmip.operations.total | +1  | operation=Recover            |
      | kms.kmip.operations.total | +2  | operation=Ping               |
      | kms.errors.total          | 0   |                              |

  @intrusive
  Scenario: Operations that KMIP knows keep their own names where a server does not offer them
    When bob asks for what few servers offer:
      | Certify                   |
      | ReCertify                 |
      | Validate                  |
      | Poll                      |
      | Cancel                    |
      | Notify                    |
      | Put                       |
      | CreateSplitKey            |
      | JoinSplitKey              |
      | SetEndpointRole           |
      | SetDefaults               |
      | SetConstraints            |
      | GetConstraints            |
      | ReProvision               |
      | QueryAsynchronousRequests |
      | Process                   |
      | Log                       |
      | Login                     |
      | Logout                    |
      | DelegatedLogin            |
      | PKCS_11                   |
    Then the next observation shows exactly:
      | kms.kmip.operations.total | +21 |                   |
      | kms.kmip.operations.total | +1  | operation=Certify |
      | kms.kmip.operations.total | +1  | operation=Poll    |
      | kms.kmip.operations.total | 0   | operation=Unknown |
      | kms.errors.total          | +21 |                   |

  @binary
  Scenario: Operations that make, change and check keys in binary
    Given carol creates an active HMAC key
    And carol computes a MAC with that key
    And carol creates an active P-256 key pair
    And carol signs with that pair
    When carol sends one message in binary:
      | verifies that MAC        |
      | verifies a wrong MAC     |
      | verifies what was signed |
      | rekeys that key          |
      | rekeys that pair         |
    And carol creates a key to derive from
    And carol sends one message in binary:
      | derives an active key from that key |
      | derives a secret from that key      |
      | adds a comment to that key          |
      | changes the comment of that key     |
      | sets the comment of that key        |
      | deletes the comment of that key     |
      | checks that key                     |
      | lists the attributes of that key    |
      | exports that key                    |
      | locates by an unknown name          |
      | retrieves random bytes              |
      | seeds the random numbers            |
      | asks which operations there are     |
      | asks for the versions               |
    And carol creates a PreActive AES key
    And carol sends one message in binary:
      | sets a past activation date on that key   |
      | sets a past deactivation date on that key |
    Then the next observation shows exactly:
      | kms.kmip.operations.total | +27 |                        |
      | kms.http.requests.total   | +3  | path=/kmip, status=200 |
      | kms.objects.total         | +10 |                        |
      | kms.keys.active.count     | +8  |                        |
      | kms.errors.total          | 0   |                        |
