Feature: Stack
  Between a KMS and an operator's screen stand a Collector, Prometheus and Jaeger. What arrives there is what was sent.

  @stack @collector/lossless
  Scenario: The Collector passes on everything
    Given alice hashes 2 times
    Then what has come out of the stack bears this out when everybody else has ended

  @stack @collector/unchanged
  Scenario: The Collector passes on everything as it was
    Given alice hashes
    And alice gets an unknown object
    Then what has come out of the stack bears this out when everybody else has ended

  @stack @collector/counters
  Scenario: The Collector counts nothing as lost
    Given alice hashes
    Then what has come out of the stack bears this out when everybody else has ended

  @stack @prometheus/names
  Scenario: Prometheus keeps every instrument under the name that the rules of translation give
    Given alice creates an active AES key
    And alice gets an unknown object
    Then what has come out of the stack bears this out when everybody else has ended

  @stack @prometheus/values
  Scenario: What is read back from Prometheus is what the ledger says
    Given alice creates an active AES key 2 times
    And alice encrypts with that key 4 times
    And bob gets an unknown object 2 times
    Then what has come out of the stack bears this out when everybody else has ended

  @stack @dashboards/queries
  Scenario: Every dashboard has something to show
    Given alice creates an active AES key
    And alice encrypts with that key
    And alice gets an unknown object
    Then what has come out of the stack bears this out when everybody else has ended

  @stack @dashboards/figures
  Scenario: Every panel that shows one number shows the number that the traffic has led to
    Given alice creates an active AES key 4 times
    And bob gets an unknown object
    Then what has come out of the stack bears this out when everybody else has ended

  @stack @grafana @grafana/screens
  Scenario: A browser sees in Grafana what the traffic has led to
    Given alice creates an active AES key 8 times
    And alice gets an unknown object 2 times
    Then what has come out of the stack bears this out when everybody else has ended

  @stack @alerts/selectors
  Scenario: Every alert has something to look at
    Given alice creates an active AES key
    And alice gets an unknown object
    Then what has come out of the stack bears this out when everybody else has ended

  @stack @jaeger/traces
  Scenario: A KMIP request is found in Jaeger
    Given alice hashes
    Then what has come out of the stack bears this out when everybody else has ended

  @stack @jaeger/metrics-refused
  Scenario: Jaeger takes no metrics, whatever the document says of its screen
    Given alice hashes
    Then what has come out of the stack bears this out when everybody else has ended
