import { Agent } from 'node:https';
import { join } from 'node:path';
import type { SocketAccess } from '../driver/socket-way.ts';
import { type Certificates, createCertificates } from './certificates/certificates.ts';
import { freePort } from './port.ts';
import type { TlsAccess } from './target.ts';

/** What an instance needs to be reached over TLS: certificates made for it alone, and a port for KMIP. */
export class Secured {
  readonly access: TlsAccess;
  /** For HTTPS, trusting the authority made for this instance. */
  readonly agent: Agent;
  readonly #certificates: Certificates;

  private constructor(certificates: Certificates, socketPort: number) {
    const { authority, server } = certificates;
    this.#certificates = certificates;
    this.agent = new Agent({ keepAlive: true, ca: authority.certificate });
    this.access = {
      certificateFile: server.certificateFile,
      keyFile: server.keyFile,
      clientAuthorityFile: authority.certificateFile,
      socketPort,
    };
  }

  static async in(folder: string): Promise<Secured> {
    return new Secured(await createCertificates(join(folder, 'certificates')), await freePort());
  }

  /** The way in over the KMIP socket for the user whom the certificate names. */
  async socketOf(user: string): Promise<SocketAccess> {
    const { certificate: cert, key } = await this.#certificates.client(user);
    return {
      host: '127.0.0.1',
      port: this.access.socketPort,
      ca: this.#certificates.authority.certificate,
      cert,
      key,
    };
  }
}
