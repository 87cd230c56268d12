Feature: Configuration
  Each documented way of setting the URL starts the push; without a URL no connection is attempted.

  @own-instance
  Scenario Outline: The URL comes from <way>
    Given a KMS of its own that learns the URL from <way>
    When alice hashes
    Then the next observation shows exactly:
      | kms.kmip.operations.total | +1 | |

    @configuration/environment @environment @start
    Examples: KMS_OTLP_URL
      | way             |
      | the environment |

    @configuration/file @file @start
    Examples: kms.toml
      | way      |
      | its file |

  @own-instance @configuration/metering @metering @start
  Scenario: Metering may be switched on as well
    Given a KMS of its own on which metering is switched on in every documented way
    When alice hashes
    Then the next observation shows exactly:
      | kms.kmip.operations.total | +1 | |

  @own-instance @configuration/precedence @start
  Scenario: The URL that the KMS is told goes before the variables of the SDK
    Given a KMS of its own whose environment names another collector by the variables of the SDK
    When alice hashes 2 times
    Then the next observation shows exactly:
      | kms.kmip.operations.total | +2 | |

  @own-instance @configuration/no-url @configuration/flag-otlp-url @start @process
  Scenario: Without a URL there is no connection
    Given a collector at the default address of OTLP, and a KMS that was told of none
    When alice hashes 2 times
    Then a KMS that was told of it by --otlp-url, if there is that flag, pushes there 4 times, and the other never connects
