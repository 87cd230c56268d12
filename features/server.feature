Feature: Server
  Uptime runs with the clock, start time stands still, and connections are counted while they are in use.

  @own-instance @kms.server.uptime/value @kms.server.start_time/value
  Scenario: Uptime grows as time passes, and start time is when the process started
    Given a KMS to itself
    When alice hashes
    Then after 2.5 seconds of collections this is borne out

  @own-instance @holds-connections
  Scenario: Connections in use are counted while they are held, and no longer
    Given a KMS to itself
    And alice hashes
    When alice holds a request in flight on a connection of its own
    And bob holds a request in flight on a connection of its own
    And carol holds a request in flight on a connection of its own
    Then the next observation shows exactly:
      | kms.active.connections  | +3 |               |
      | kms.http.requests.total | +1 |               |
    When the held requests are finished
    Then the next observation shows exactly:
      | kms.active.connections    | 0  |                |
      | kms.http.requests.total   | +4 | path=/kmip/2_1 |
      | kms.kmip.operations.total | +4 |                |

  @own-instance @restart/epoch @restart
  Scenario: A restart begins anew, and the counts of the store are right at once
    Given a KMS to itself
    And alice creates an active AES key 3 times
    And bob creates a PreActive AES key 2 times
    And alice registers a secret
    And an observation 1 seconds of collections later has been made
    When the KMS is killed and started again
    Then the next observation shows exactly:
      | kms.objects.total         | +6 | |
      | kms.keys.active.count     | +3 | |
      | kms.kmip.operations.total | 0  | |
    When alice hashes 2 times
    Then the next observation shows exactly:
      | kms.objects.total         | +6 | |
      | kms.keys.active.count     | +3 | |
      | kms.kmip.operations.total | +2 | |
    And this is borne out
