Feature: Catalogue
  The document promises eighteen instruments by name. Each is exported under exactly that name, and no other name
  comes so near to one of them that dashboards would be built on a slip.

  Scenario: All eighteen names are exported
    Then each instrument has its documented name:
      | kms.kmip.operations.total              |
      | kms.kmip.operations.per_user.total     |
      | kms.kmip.operation.duration            |
      | kms.active.users                       |
      | kms.permissions.granted.per_user.total |
      | kms.permissions.granted.total          |
      | kms.database.operations.total          |
      | kms.database.operation.duration        |
      | kms.http.requests.total                |
      | kms.http.request.duration              |
      | kms.server.uptime                      |
      | kms.server.start_time                  |
      | kms.active.connections                 |
      | kms.errors.total                       |
      | kms.objects.total                      |
      | kms.keys.active.count                  |
      | kms.cache.operations.total             |
      | kms.hsm.operations.total               |

  @catalogue/near-misses
  Scenario: No name is nearly a documented one
    Given alice hashes
    Then the next observation bears this out
