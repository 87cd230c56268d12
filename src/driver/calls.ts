export * from './calls/call.ts';
export * from './calls/making.ts';
export * from './calls/managing.ts';
export * from './calls/named.ts';
export * from './calls/replacing.ts';
export * from './calls/using.ts';
export * from './calls/wrapping.ts';
