import { enableCompileCache } from 'node:module';

// Before everything else is loaded: a second start compiles nothing again.
enableCompileCache();
const { launch } = await import('./launch.ts');
await launch();
