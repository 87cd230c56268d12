import { join } from 'node:path';
import { pythonWith } from '../python/environment.ts';

/** Where those who need PyKMIP share one installation. */
export const PYKMIP_FOLDER = join(import.meta.dirname, '../../.cache/pykmip');

/** The Python of a virtual environment that holds PyKMIP. @throws Error with a sentence */
export const pythonWithPyKmip = (folder: string, progress: (line: string) => void): Promise<string> =>
  pythonWith(
    {
      name: 'PyKMIP',
      folder,
      requirements: join(import.meta.dirname, 'requirements.txt'),
      from: '3.10',
      // Newer ones lack ssl.wrap_socket, which PyKMIP 0.10 calls (OpenKMIP/PyKMIP issue 706).
      below: '3.12',
    },
    progress,
  );
