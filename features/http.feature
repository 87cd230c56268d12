Feature: HTTP requests
  Every HTTP request that is answered counts one, whatever its route or status; the path is a bounded route.

  @intrusive
  Scenario: Requests by method, route and status
    When 3 requests for GET /version are sent
    And 2 requests for GET /health are sent
    And alice asks 4 times for a path of its own making
    Then the next observation shows exactly:
      | kms.http.requests.total   | +9 |                                         |
      | kms.http.requests.total   | +3 | method=GET, path=/version, status=200   |
      | kms.http.requests.total   | +2 | method=GET, path=/health, status=200    |
      | kms.http.requests.total   | +4 | method=GET, path=/other, status=404     |
      | kms.http.request.duration | +9 |                                         |

  @access @users @intrusive
  Scenario: KMIP and access requests, good and bad
    Given bob creates an active AES key
    And bob gets an unknown object 2 times
    And bob grants alice "get" on that key
    When bob sends 1 bodies that are no KMIP
    Then the next observation shows exactly:
      | kms.http.requests.total   | +5 |                                  |
      | kms.http.requests.total   | +1 | path=/access/grant, status=200   |
      | kms.http.requests.total   | +2 | path=/kmip/2_1, status=422       |
      | kms.http.request.duration | +5 |                                  |
