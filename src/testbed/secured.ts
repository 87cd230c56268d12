import { join } from 'node:path';
import { type Certificates, createCertificates } from './certificates/certificates.ts';
import type { Certificate, Trust } from './connections.ts';
import { freePort } from './port.ts';
import type { TlsAccess } from './target.ts';

/** What an instance needs to be reached over TLS: certificates made for it alone, and a port for KMIP. */
export class Secured implements Trust {
  readonly access: TlsAccess;
  readonly authority: string;
  readonly #certificates: Certificates;

  private constructor(certificates: Certificates, socketPort: number) {
    const { authority, server } = certificates;
    this.#certificates = certificates;
    this.authority = authority.certificate;
    this.access = {
      certificateFile: server.certificateFile,
      keyFile: server.keyFile,
      clientAuthorityFile: authority.certificateFile,
      socketPort,
    };
  }

  /** @param host by which it is reached, where that is not this machine */
  static async in(folder: string, host?: string): Promise<Secured> {
    const certificates = await createCertificates(join(folder, 'certificates'), Date.now(), host);
    return new Secured(certificates, await freePort());
  }

  async certificateOf(user: string): Promise<Certificate> {
    const { certificate: cert, key } = await this.#certificates.client(user);
    return { cert, key };
  }
}
