import type { Socket } from 'node:net';
import { TLSSocket } from 'node:tls';
import { type ClientCertificate, isWrong, offersNothing, provesUser, type Way } from './authenticator.ts';

/** Stands for everybody in grants, so that nobody may be called by it. */
const EVERYBODY = '*';

/** The request acts as the common name of its certificate. */
export const clientCertificates: Way = ({ certificate }) => {
  if (certificate === undefined) return offersNothing;
  const { trusted, commonName = '' } = certificate;
  return trusted && commonName !== '' && commonName !== EVERYBODY ? provesUser(commonName) : isWrong;
};

/** What the client at the other end presented; undefined for nothing and without TLS. */
export const certificateOf = (socket: Socket): ClientCertificate | undefined => {
  const presented = socket instanceof TLSSocket ? socket.getPeerX509Certificate() : undefined;
  if (presented === undefined) return undefined;
  // Undefined for a subject without name, a list for one with several, whatever the declared type says.
  const commonName: unknown = presented.toLegacyObject().subject?.CN;
  return {
    trusted: (socket as TLSSocket).authorized,
    commonName: typeof commonName === 'string' ? commonName : undefined,
  };
};
