@socket @users
Feature: KMIP over TLS
  What comes over the KMIP socket counts like everything else, for the user whom the certificate names; it is no HTTP
  request.

  @own-instance
  Scenario: Two users by certificate
    Given a KMS of its own with KMIP over TLS
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
