import { Agent } from 'node:http';
import { Agent as TlsAgent } from 'node:https';
import type { SocketAccess } from '../driver/socket-way.ts';

/** Whom the suite trusts, and by which certificates its users are known. */
export interface Trust {
  /** PEM; undefined = the authorities of the system. */
  readonly authority: string | undefined;
  certificateOf(user: string): Promise<Certificate | undefined>;
}

/** PEM. */
export interface Certificate {
  readonly cert: string;
  readonly key: string;
}

export const NO_TRUST: Trust = { authority: undefined, certificateOf: async () => undefined };

/** The ways into one instance over HTTP and TLS: connections are kept open and shared per user. */
export class Connections {
  readonly #baseUrl: string;
  readonly #socket: { readonly host: string; readonly port: number } | undefined;
  readonly #trust: Trust;
  readonly #agents = new Map<string, Promise<Agent>>();
  /** Without a certificate. */
  readonly anonymous: Agent;

  constructor(
    { baseUrl, socket }: { baseUrl: string; socket: { host: string; port: number } | undefined },
    trust: Trust,
  ) {
    this.#baseUrl = baseUrl;
    this.#socket = socket;
    this.#trust = trust;
    this.anonymous = this.#isTls
      ? new TlsAgent({ keepAlive: true, ...this.#authority })
      : new Agent({ keepAlive: true });
  }

  /** Connections that carry the user's certificate, where HTTP goes over TLS and the user has one. */
  agentOf(user: string): Promise<Agent> {
    const known = this.#agents.get(user) ?? this.#newAgent(user);
    this.#agents.set(user, known);
    return known;
  }

  /** The way in over the KMIP socket for the user whom the certificate names. @throws Error where there is none */
  async socketOf(user: string): Promise<SocketAccess> {
    const certificate = await this.#trust.certificateOf(user);
    if (this.#socket === undefined || certificate === undefined) {
      throw new Error(`there is no KMIP socket that ${user} could use`);
    }
    return { ...this.#socket, ...certificate, ...this.#authority };
  }

  async destroy(): Promise<void> {
    this.anonymous.destroy();
    for (const agent of this.#agents.values()) (await agent).destroy();
  }

  get #isTls(): boolean {
    return this.#baseUrl.startsWith('https:');
  }
  get #authority(): { readonly ca?: string } {
    return this.#trust.authority === undefined ? {} : { ca: this.#trust.authority };
  }

  async #newAgent(user: string): Promise<Agent> {
    const certificate = this.#isTls ? await this.#trust.certificateOf(user) : undefined;
    return certificate === undefined
      ? this.anonymous
      : new TlsAgent({ keepAlive: true, ...this.#authority, ...certificate });
  }
}
