Feature: Kinds
  The kind decides how a number may be read: a counter only grows, an up-down counter may fall, a histogram
  spreads. On the wire these are a monotonic Sum, a Sum that is not monotonic, and a Histogram.

  Scenario: All eighteen kinds are as documented
    Then each instrument has its documented kind:
      | kms.kmip.operations.total              | counter         |
      | kms.kmip.operations.per_user.total     | counter         |
      | kms.kmip.operation.duration            | histogram       |
      | kms.active.users                       | up-down-counter |
      | kms.permissions.granted.per_user.total | counter         |
      | kms.permissions.granted.total          | counter         |
      | kms.database.operations.total          | counter         |
      | kms.database.operation.duration        | histogram       |
      | kms.http.requests.total                | counter         |
      | kms.http.request.duration              | histogram       |
      | kms.server.uptime                      | counter         |
      | kms.server.start_time                  | up-down-counter |
      | kms.active.connections                 | up-down-counter |
      | kms.errors.total                       | counter         |
      | kms.objects.total                      | up-down-counter |
      | kms.keys.active.count                  | up-down-counter |
      | kms.cache.operations.total             | counter         |
      | kms.hsm.operations.total               | counter         |
