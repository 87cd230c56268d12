Feature: Exposure
  Nothing can be scraped: telemetry leaves the KMS by its own push only.

  @exposure/listeners @process
  Scenario: The process has no listener but its KMIP port
    Given alice hashes
    Then the process listens on its KMIP port only

  @own-instance @exposure/metrics-endpoint @intrusive
  Scenario: No path serves metrics
    Given a KMS to itself
    When the probe has found the metrics of a stand-in that exposes some
    Then the probe finds none on any listener of the process
    And alice hashes
