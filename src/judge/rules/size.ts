import { exercised, finding } from '../finding.ts';
import type { Rule } from './rule.ts';

const CHECK = 'push/size';

/** What gRPC servers take by default, after decompression; more is refused for good, and lost. */
export const MOST_BYTES_OF_A_REQUEST = 4 * 1024 * 1024;

/** No request is bigger than what every server takes. Put to the test by a collection that must be sent in parts. */
export const size: Rule = ({ record, collections }) => {
  const sizes = record.exports.map(({ raw }) => raw.length);
  const biggest = sizes.reduce((most, one) => Math.max(most, one), 0);
  if (biggest > MOST_BYTES_OF_A_REQUEST)
    return [
      finding(
        CHECK,
        `a request must have at most ${MOST_BYTES_OF_A_REQUEST} bytes, what a server takes by default, but one has ${biggest}`,
      ),
    ];
  const isSplit = collections.some(
    ({ from, to }) => sizes.slice(from, to).reduce((sum, one) => sum + one, 0) > MOST_BYTES_OF_A_REQUEST,
  );
  return isSplit ? [exercised(CHECK)] : [];
};
