Feature: Push over TLS
  To an https URL a KMS pushes over TLS or not at all, and only to whom it can trust; it proves who it is where it is
  told how, and what is secret in that never goes in clear text.

  @own-instance @long @push/tls @push/headers @push-tls @push-headers @start
  Scenario: An https URL with the authority of the collector
    Given a KMS of its own that pushes over TLS with the headers:
      | authorization | Bearer conformance-token-3f1c, with "marks" = 1 |
      | api-key       | conformance-key-9a77                            |
      | x-scope-orgid | tenant-5                                        |
    And alice hashes 2 times
    Then it pushes over TLS, by the name in the URL
    And nothing has come in clear text
    And every export carries the headers:
      | authorization | Bearer conformance-token-3f1c, with "marks" = 1 |
      | api-key       | conformance-key-9a77                            |
      | x-scope-orgid | tenant-5                                        |
    And the next observation shows exactly:
      | kms.kmip.operations.total | +2 | |

  @own-instance @long @push/untrusted @push/no-clear-text @push-tls @start
  Scenario Outline: A collector that cannot be trusted, <certificate>
    Given a KMS of its own that pushes over TLS
    And alice hashes 2 times
    Then nothing is pushed to a collector whose certificate is <certificate>, and the log says why
    And nothing has come in clear text
    When bob hashes
    Then the next observation shows exactly:
      | kms.kmip.operations.total | +3 | |

    Examples:
      | certificate       |
      | expired           |
      | not-yet-valid     |
      | unknown-authority |
      | self-signed       |
      | wrong-host        |
      | client-demanded   |

  @own-instance @long @push/client-certificate @push-tls @push-client-certificate @start
  Scenario: A collector that demands a client certificate
    Given a KMS of its own that pushes over TLS with a client certificate
    And alice hashes
    Then it has shown its certificate to a collector that demands one

  @own-instance @long @push/secret-headers @push-headers @start
  Scenario: Headers that are secret, and no TLS
    Given a KMS of its own that pushes in clear text with the headers:
      | authorization | Bearer conformance-token-3f1c |
      | api-key       | conformance-key-9a77          |
      | x-scope-orgid | tenant-5                      |
    And alice hashes
    Then the next observation shows exactly:
      | kms.kmip.operations.total | +1 | |
    And every export carries the headers:
      | x-scope-orgid | tenant-5 |
    And no export carries the headers:
      | authorization |
      | api-key       |
