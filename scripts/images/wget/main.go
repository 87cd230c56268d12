// The part of wget that health checks use, for images FROM scratch: `wget -q -O /dev/null URL` ends with 0 when the
// answer is a success.
package main

import (
	"net/http"
	"os"
	"time"
)

func main() {
	client := http.Client{Timeout: 2 * time.Second}
	answer, err := client.Get(os.Args[len(os.Args)-1])
	if err != nil || answer.StatusCode >= 300 {
		os.Exit(1)
	}
}
