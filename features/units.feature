Feature: Units
  Durations, uptime and start time are in seconds; counts carry what they count in braces (UCUM annotations).

  Scenario: All eighteen units are as documented
    Then each instrument has its documented unit:
      | kms.kmip.operations.total              | {operation}  |
      | kms.kmip.operations.per_user.total     | {operation}  |
      | kms.kmip.operation.duration            | s            |
      | kms.active.users                       | {user}       |
      | kms.permissions.granted.per_user.total | {permission} |
      | kms.permissions.granted.total          | {permission} |
      | kms.database.operations.total          | {operation}  |
      | kms.database.operation.duration        | s            |
      | kms.http.requests.total                | {request}    |
      | kms.http.request.duration              | s            |
      | kms.server.uptime                      | s            |
      | kms.server.start_time                  | s            |
      | kms.active.connections                 | {connection} |
      | kms.errors.total                       | {error}      |
      | kms.objects.total                      | {object}     |
      | kms.keys.active.count                  | {key}        |
      | kms.cache.operations.total             | {operation}  |
      | kms.hsm.operations.total               | {operation}  |
