import { ASPECTS } from '../contract/contract.ts';
import { SIGNS } from '../report/html/state.ts';
import type { Paint } from '../report/style.ts';
import { EVERYTHING, type Model } from './model.ts';
import { changeLine, clock, countLine } from './plain.ts';
import type { CheckRow, InstrumentRow } from './update.ts';

const NAME_WIDTH = 40;
const LEAST_CHANGES = 4;

/** The instruments and the latest changes, as many lines as fit. */
export function screenOf(
  model: Model,
  size: { readonly columns: number; readonly rows: number },
  paint: Paint,
): readonly string[] {
  const { facts, instruments, checks, changes } = model.boardSince(EVERYTHING);
  const looks = new Map(checks.map((check) => [check.id, check]));
  const last = facts.lastExportAtUnixMs;
  const head = [
    `${countLine(facts)}; last export ${last === undefined ? 'not yet' : clock(last)}`,
    '',
    [
      '   ',
      'instrument'.padEnd(NAME_WIDTH),
      'series'.padStart(7),
      'total'.padStart(12),
      ' ',
      ASPECT_HEADS,
    ].join(' '),
  ];
  const room = Math.max(0, size.rows - 1 - head.length - LEAST_CHANGES);
  const shown = instruments.slice(0, room).map((row) => instrumentLine(row, looks));
  const left = Math.max(0, size.rows - 2 - head.length - shown.length);
  const news = left === 0 ? [] : changes.slice(-left).map((change) => changeLine(change, PLAIN));
  return [...head, ...shown, '', ...news].slice(0, size.rows - 1).map((line, index) => {
    const cut = line.slice(0, size.columns);
    return index === 0 || index === 2 ? paint('bold', cut) : cut;
  });
}

const PLAIN: Paint = (_, text) => text;

/** One letter each: name, kind, unit, attributes, value, time. */
const ASPECT_HEADS = ASPECTS.map((aspect) => aspect.slice(0, 4).padEnd(4)).join(' ');

function instrumentLine(
  { number, name, series, total }: InstrumentRow,
  checks: ReadonlyMap<string, CheckRow>,
): string {
  const signs = ASPECTS.map((aspect) => {
    const check = checks.get(`${name}/${aspect}`);
    return (check === undefined ? '' : SIGNS[check.look]).padEnd(4);
  });
  return [
    `${number ?? ''}`.padStart(3),
    name.padEnd(NAME_WIDTH).slice(0, NAME_WIDTH),
    (series === 0 ? 'missing' : `${series}`).padStart(7),
    total.padStart(12),
    ' ',
    signs.join(' '),
  ].join(' ');
}
