import { type Redact, redactor } from '../report/redact.ts';
import { knownSecrets } from '../testbed/secrets.ts';

/** Takes out the secrets that are known by the time of each call: a run makes new ones as it goes. */
export function redactNow(): Redact {
  let known = -1;
  let redact: Redact = (text) => text;
  return (text) => {
    const secrets = knownSecrets();
    if (secrets.length !== known) {
      known = secrets.length;
      redact = redactor(secrets);
    }
    return redact(text);
  };
}
