// Ends with 0 when the KMS in this container says that it is up. Settings by environment are heard, arguments are not.
import { request as http } from 'node:http';
import { request as https } from 'node:https';

const { KMS_PORT: port = '9998', KMS_TLS_CERT_FILE: certificate } = process.env;
// Asked is the container's own server, on loopback: whose name its certificate bears is no question here.
const options = { host: '127.0.0.1', port, path: '/health', timeout: 2000, rejectUnauthorized: false };
const asked = (certificate ? https : http)(options, ({ statusCode }) =>
  process.exit(statusCode === 200 ? 0 : 1),
);
asked.on('timeout', () => asked.destroy());
asked.on('error', () => process.exit(1));
asked.end();
