Feature: Attributes
  Every point carries exactly the documented attribute keys, and the value is split over them as the traffic
  demands. The words of a label may be the product's own, one for one.

  Scenario: All eighteen carry the documented keys
    Then each instrument has its documented attributes:
      | kms.kmip.operations.total              | operation                   |
      | kms.kmip.operations.per_user.total     | user, operation             |
      | kms.kmip.operation.duration            | operation                   |
      | kms.active.users                       |                             |
      | kms.permissions.granted.per_user.total | user, permission_type       |
      | kms.permissions.granted.total          |                             |
      | kms.database.operations.total          | operation, backend, outcome |
      | kms.database.operation.duration        | operation, backend, outcome |
      | kms.http.requests.total                | method, path, status        |
      | kms.http.request.duration              | method, path, status        |
      | kms.server.uptime                      |                             |
      | kms.server.start_time                  |                             |
      | kms.active.connections                 |                             |
      | kms.errors.total                       | error_type                  |
      | kms.objects.total                      |                             |
      | kms.keys.active.count                  |                             |
      | kms.cache.operations.total             | operation, result           |
      | kms.hsm.operations.total               | operation, hsm_model        |
