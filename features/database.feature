Feature: Database
  What an operation costs the database is the product's own affair; that it costs something, that it always costs
  the same, and that every database operation has a duration is not.

  Scenario: Every Create reaches the database
    Given alice creates an active AES key 5 times
    Then the next observation shows exactly:
      | kms.database.operations.total   | at least 5 | |
      | kms.database.operation.duration | at least 5 | |

  @own-instance @undisturbed @database/proportional
  Scenario: The same operation repeated costs as many times as much
    Given a KMS to itself
    And alice creates an active AES key
    And alice gets that key 2 times
    When an observation has been made
    And alice gets that key
    And an observation has been made
    And alice gets that key 7 times
    Then the next observation shows 7 times the database operations of the one before
