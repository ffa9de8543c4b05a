import { expect, test } from 'vitest';
import { formatDouble, parseLongDouble } from './format-double.ts';

// printf(1) of bash, which computes with x86's long double.
test.for<[string, string, number, string]>([
  ['3.14159', 'f', 3, '3.142'],
  ['0.1', 'f', 20, '0.10000000000000000000'],
  ['2.675', 'f', 2, '2.67'],
  ['2.5', 'f', 0, '2'],
  ['0.5', 'f', 0, '0'],
  ['12345.678', 'e', -1, '1.234568e+04'],
  ['0', 'e', -1, '0.000000e+00'],
  ['0.0001', 'g', -1, '0.0001'],
  ['0.00001', 'g', -1, '1e-05'],
  ['1234567', 'g', -1, '1.23457e+06'],
  ['1e20', 'G', -1, '1E+20'],
  ['1', 'a', -1, '0x8p-3'],
  ['255', 'a', -1, '0xf.fp+4'],
  ['0x10', 'f', 1, '16.0'],
  ['1e5000', 'f', 0, 'inf'],
])('%s %%%s .%d', ([text, conversion, precision, wanted]) => {
  expect(formatDouble(parseLongDouble(text), conversion, precision, false)).toBe(wanted);
});
