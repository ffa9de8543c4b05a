import { expect, it } from 'vitest';
import { UTC } from '../strftime.ts';
import { LocalClock } from './civil.ts';
import { tokenize } from './lexer.ts';
import { parseTokens } from './parse.ts';
import { parseZone } from './zone.ts';

const parse = (text: string): ReturnType<typeof parseTokens> => parseTokens(tokenize(text, new Map()));
const at = (year: number, month: number, day: number, hour: number, minute: number) => ({
  year,
  month: month - 1,
  day,
  hour,
  minute,
  second: 0,
});

it('the longer item is taken: a signed number after a time is a zone', () => {
  expect(parse('12:00 +1 hour')).toMatchObject({ times: 1, zones: 1, zone: 3600, relative: { hours: 1 } });
  expect(parse('20240209 +5 days')).toMatchObject({ dates: 1, zones: 0, relative: { days: 5 } });
});

it('a number by itself is a year, a date or a time', () => {
  expect(parse('Thu Jan 1 00:00:05 UTC 1970')).toMatchObject({ year: { value: 1970 }, times: 1, dates: 1, days: 1 });
  expect(parse('20240209')).toMatchObject({ year: { value: 2024 }, month: 2, day: 9 });
  expect(parse('1234')).toMatchObject({ times: 1, hour: 12, minute: 34 });
});

it('what the grammar has no rule for is no date', () => {
  for (const text of ['noon', '9 feb 10:00', '8 pm, 9 feb 2024', '2024-02-09T10', '@5 tomorrow']) expect(parse(text)).toBeNull();
});

it('rules of summer, north and south', () => {
  const berlin = parseZone('CET-1CEST,M3.5.0,M10.5.0/3');
  expect(berlin.at(1774745999)).toMatchObject({ offset: 3600, name: 'CET' });
  expect(berlin.at(1774746000)).toMatchObject({ offset: 7200, name: 'CEST', isSummer: true });
  expect(parseZone('AEST-10AEDT,M10.1.0,M4.1.0/3').at(1767603600).name).toBe('AEDT');
  expect(parseZone('<+0330>-3:30').at(0)).toMatchObject({ offset: 12600, name: '+0330' });
});

it('mktime: a time that comes twice, and one that does not come', () => {
  const clock = new LocalClock(parseZone('CET-1CEST,M3.5.0,M10.5.0/3'));
  expect(clock.zone.at(clock.seconds(at(2026, 10, 25, 2, 30), null)).name).toBe('CET');
  const skipped = clock.seconds(at(2026, 3, 29, 2, 30), null);
  expect(skipped + clock.zone.at(skipped).offset).not.toBe(new LocalClock(UTC).seconds(at(2026, 3, 29, 2, 30), null));
});
