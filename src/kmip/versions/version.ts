import type { ProtocolVersion } from '../message-parts.ts';

/** Every version that is spoken, the preferred one first. As texts they compare in order: '1.4' < '2.0'. */
export const VERSIONS = ['2.1', '2.0', '1.4', '1.3', '1.2', '1.1', '1.0'] as const;
export type Version = (typeof VERSIONS)[number];

export const NEWEST: Version = '2.1';

export const versionText = ({ major, minor }: ProtocolVersion): string => `${major}.${minor}`;

export const protocolVersion = (version: Version): ProtocolVersion => ({
  major: Number(version[0]),
  minor: Number(version[2]),
});

/** The version of that number; undefined when it is not spoken. */
export const spokenVersion = (asked: ProtocolVersion): Version | undefined =>
  VERSIONS.find((version) => version === versionText(asked));

/** The newest version that is not newer than the asked one, which its client understands best; else the oldest. */
export const nearestVersion = ({ major, minor }: ProtocolVersion): Version =>
  VERSIONS.find((version) => {
    const own = protocolVersion(version);
    return own.major < major || (own.major === major && own.minor <= minor);
  }) ?? '1.0';
