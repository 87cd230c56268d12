Feature: Push as a conversation
  What a collector answers decides what a good exporter does next. It tries again where it may, later and later; never
  where the answer is final; it hangs on nothing, loses nothing, and says in its log what went wrong.

  @own-instance @long @push/retry @start
  Scenario Outline: What may be sent again, <first> to <last>
    Given a KMS to itself
    And alice hashes
    When the collector answers the next exports:
      | <first>  |
      | ok       |
      | <second> |
      | ok       |
      | <last>   |
    And it has done so, and has taken one more
    Then what may be sent again was sent again

    Examples:
      | first        | second            | last      |
      | CANCELLED    | DEADLINE_EXCEEDED | ABORTED   |
      | OUT_OF_RANGE | UNAVAILABLE       | DATA_LOSS |

  @own-instance @long @push/no-retry @start
  Scenario Outline: What is answered for good, <first> to <last>
    Given a KMS to itself
    And alice hashes
    When the collector answers the next exports:
      | <first>  |
      | <second> |
      | <last>   |
    And it has done so, and has taken one more
    Then what was answered for good was not sent again

    Examples:
      | first             | second              | last            |
      | INVALID_ARGUMENT  | NOT_FOUND           | ALREADY_EXISTS  |
      | PERMISSION_DENIED | FAILED_PRECONDITION | UNIMPLEMENTED   |
      | INTERNAL          | UNKNOWN             | UNAUTHENTICATED |

  @own-instance @long @push/partial-success @start
  Scenario: What is taken in part
    Given a KMS to itself
    And alice hashes
    When the collector answers the next exports:
      | partial 3 rejected |
      | partial 0 rejected |
      | ok                 |
      | partial 1 rejected |
    And it has done so, and has taken one more
    Then what was answered for good was not sent again

  @own-instance @long @push/retry-info @start
  Scenario: A collector that says when to come again
    Given a KMS to itself
    And alice hashes
    When the collector answers the next exports:
      | RESOURCE_EXHAUSTED                  |
      | ok                                  |
      | RESOURCE_EXHAUSTED retry-after 0.4s |
      | ok                                  |
      | UNAVAILABLE retry-after 0.3s        |
    And it has done so, and has taken one more
    Then what was answered for good was not sent again
    And what may be sent again was sent again
    And what asks for a pause had it

  @own-instance @long @push/back-off @start
  Scenario: Attempts that come later and later
    Given a KMS to itself
    And alice hashes 2 times
    When the collector answers the next exports:
      | 4 times UNAVAILABLE |
      | ok                  |
      | 4 times UNAVAILABLE |
      | ok                  |
      | 4 times UNAVAILABLE |
      | ok                  |
      | 4 times UNAVAILABLE |
      | ok                  |
      | 4 times UNAVAILABLE |
      | ok                  |
      | 4 times UNAVAILABLE |
    And bob hashes 4 times
    And it has done so, and has taken one more
    Then the pauses between attempts grew, each time a little otherwise

  @own-instance @long @push/one-at-a-time @start
  Scenario: A collector that takes its time
    Given a KMS to itself
    And alice hashes
    When the collector answers the next exports:
      | delay 0.5s |
      | delay 1s   |
    And it has done so, and has taken one more
    Then there was never a second export beside an open one

  @own-instance @long @push/deadline @start
  Scenario: A collector that never answers
    Given a KMS of its own that gives a push 0.5 seconds
    And alice hashes 2 times
    When the collector answers the next exports:
      | black-hole |
    And bob hashes
    And it has done so, and has taken one more
    Then what was never answered was given up

  @own-instance @long @push/reconnect @start
  Scenario: Connections that end
    Given a KMS to itself
    And alice hashes 2 times
    When the collector answers the next exports:
      | goaway |
      | ok     |
      | reset  |
    And alice creates an active AES key
    And it has done so, and has taken one more
    Then what followed came over another connection
    And the next observation shows exactly:
      | kms.kmip.operations.total | +3 | |
      | kms.objects.total         | +1 | |

  @own-instance @long @push/oversize @start
  Scenario: An answer that is too big
    Given a KMS to itself
    And alice hashes 2 times
    When the collector answers the next exports:
      | oversize |
      | ok       |
      | oversize |
    And it has done so, and has taken one more
    Then what was answered for good was not sent again

  @own-instance @long @push/log @start
  Scenario: What goes wrong is in the log
    Given a KMS of its own
    And alice hashes
    When the collector answers the next exports:
      | PERMISSION_DENIED  |
      | ok                 |
      | partial 3 rejected |
      | ok                 |
      | UNAVAILABLE        |
    And it has done so, and has taken one more
    Then the log of the KMS repeats what the collector said
