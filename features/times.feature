Feature: Times
  Start and point times follow the OTLP data model: a series starts once and its time moves on.

  Scenario: All eighteen have sound times
    Then each instrument has its documented time:
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
