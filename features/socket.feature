@socket @users
Feature: KMIP over TLS
  What comes over the KMIP socket counts like everything else, for the user whom the certificate names; it is no HTTP
  request.

  @own-instance
  Scenario: Two users by certificate
    Given a KMS to itself with KMIP over TLS
    When alice sends one message over the socket:
      | creates an active AES key |
      | hashes                    |
      | gets an unknown object    |
    And bob sends one message over the socket:
      | hashes                       |
      | asks for the versions        |
    And alice sends one message over the socket:
      | encrypts with that key         |
      | gets that key                  |
    Then the next observation shows exactly:
      | kms.kmip.operations.total          | +7 |                              |
      | kms.kmip.operations.per_user.total | +5 | user=alice                   |
      | kms.kmip.operations.per_user.total | +2 | user=bob                     |
      | kms.kmip.operations.per_user.total | +1 | user=alice, operation=Create |
      | kms.kmip.operation.duration        | +7 |                              |
      | kms.active.users                   | +2 |                              |
      | kms.errors.total                   | +1 |                              |
      | kms.objects.total                  | +1 |                              |
      | kms.http.requests.total            | 0  |                              |

  @own-instance
  Scenario: Operations that make, change and check keys
    Given a KMS to itself with KMIP over TLS
    When alice sends one message over the socket:
      | creates an active HMAC key       |
      | creates an active P-256 key pair |
    And alice sends one message over the socket:
      | computes a MAC with that key     |
      | signs with that pair             |
      | checks that key                  |
      | lists the attributes of that key |
      | adds a comment to that key       |
      | deletes the comment of that key  |
    And alice sends one message over the socket:
      | verifies that MAC        |
      | verifies what was signed |
      | rekeys that key          |
      | rekeys that pair         |
    And bob sends one message over the socket:
      | creates a key to derive from |
    And bob sends one message over the socket:
      | derives an active key from that key |
      | derives a secret from that key      |
      | exports that key                    |
      | reads the attributes of that key    |
      | locates by an unknown name          |
      | asks which operations there are     |
      | retrieves random bytes              |
      | seeds the random numbers            |
    And bob sends one message over the socket:
      | creates a PreActive AES key |
    And bob sends one message over the socket:
      | activates that key |
      | revokes that key   |
      | destroys that key  |
    Then the next observation shows exactly:
      | kms.kmip.operations.total          | +25 |                               |
      | kms.kmip.operations.per_user.total | +12 | user=alice                    |
      | kms.kmip.operations.per_user.total | +13 | user=bob                      |
      | kms.kmip.operations.per_user.total | +2  | user=bob, operation=DeriveKey |
      | kms.objects.total                  | +9  |                               |
      | kms.keys.active.count              | +8  |                               |
      | kms.errors.total                   | 0   |                               |
      | kms.http.requests.total            | 0   |                               |

  @own-instance @holds-connections
  Scenario: A message is a connection in use from its head to its answer
    Given a KMS to itself with KMIP over TLS
    When alice holds a message in flight on the socket
    And bob holds a message in flight on the socket
    And carol sends one message over the socket:
      | hashes |
    Then the next observation shows exactly:
      | kms.active.connections    | +2 | |
      | kms.kmip.operations.total | +1 | |
    When the held requests are finished
    Then the next observation shows exactly:
      | kms.active.connections             | 0  |            |
      | kms.kmip.operations.total          | +3 |            |
      | kms.kmip.operations.per_user.total | +1 | user=alice |
      | kms.http.requests.total            | 0  |            |

  @own-instance
  Scenario: The same certificates over HTTPS, where HTTP counts as well
    Given a KMS to itself with KMIP over TLS
    When alice sends one message over HTTPS:
      | creates an active AES key |
      | hashes                    |
      | gets an unknown object    |
    And bob sends one message over HTTPS in binary:
      | hashes                |
      | asks for the versions |
    And alice sends one message over HTTPS in binary:
      | encrypts with that key |
      | gets that key          |
    And a stranger sends 2 operations
    And bob sends one message over the socket:
      | hashes |
    Then the next observation shows exactly:
      | kms.kmip.operations.total          | +8 |                            |
      | kms.kmip.operations.per_user.total | +5 | user=alice                 |
      | kms.kmip.operations.per_user.total | +3 | user=bob                   |
      | kms.active.users                   | +2 |                            |
      | kms.errors.total                   | +1 |                            |
      | kms.http.requests.total            | +5 |                            |
      | kms.http.requests.total            | +1 | path=/kmip/2_1, status=200 |
      | kms.http.requests.total            | +2 | path=/kmip, status=200     |
      | kms.http.requests.total            | +2 | status=401                 |
      | kms.http.request.duration          | +5 |                            |
