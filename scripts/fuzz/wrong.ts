/** What a server must not do. */
export class Wrong extends Error {
  override readonly name = 'Wrong';
}
