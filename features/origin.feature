Feature: Origin
  What a metric says beside its name, kind and unit: its description, the type of its numbers, the scope and the
  resource that it comes from. The document promises none of it, releases of a product do.

  @catalogue/further-instruments @catalogue/number-type @catalogue/description
  @origin/scope @origin/resource @origin/further-attributes @origin/stability @origin/schema-url
  Scenario: Metrics say what they are and who sends them
    Given alice hashes
    Then the next observation bears this out
