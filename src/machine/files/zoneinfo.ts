// /usr/share/zoneinfo: zones of the tz database by the rules that hold now (2025b), as if they had always held; older rules are left out. Each
// file is what tzfile(5) describes: one transition long ago, then the rule on its last line.

import { encode } from '../../abi/bytes.ts';
import { dir, file, link, type RootNode } from '../../kernel/fs/root-table.ts';

const US = 'M3.2.0,M11.1.0';

/** By rule. */
const ZONES: Readonly<Record<string, string>> = {
  [`AKST9AKDT,${US}`]: 'America/Anchorage',
  [`AST4ADT,${US}`]: 'America/Halifax Atlantic/Bermuda',
  [`CST6CDT,${US}`]: 'America/Chicago America/Winnipeg CST6CDT',
  [`EST5EDT,${US}`]: 'America/Detroit America/New_York America/Toronto EST5EDT',
  [`HST10HDT,${US}`]: 'America/Adak',
  [`MST7MDT,${US}`]: 'America/Boise America/Denver America/Edmonton MST7MDT',
  [`NST3:30NDT,${US}`]: 'America/St_Johns',
  [`PST8PDT,${US}`]: 'America/Los_Angeles America/Tijuana America/Vancouver PST8PDT',
  'CST5CDT,M3.2.0/0,M11.1.0/1': 'America/Havana',
  AST4: 'America/Puerto_Rico America/Santo_Domingo',
  CST6: 'America/Costa_Rica America/El_Salvador America/Guatemala America/Mexico_City America/Regina',
  EST5: 'America/Cancun America/Jamaica America/Panama EST',
  HST10: 'Pacific/Honolulu HST',
  MST7: 'America/Hermosillo America/Phoenix MST',
  SST11: 'Pacific/Pago_Pago',
  '<-03>3': 'America/Argentina/Buenos_Aires America/Bahia America/Fortaleza America/Montevideo America/Recife America/Sao_Paulo',
  '<-04>4': 'America/Caracas America/La_Paz America/Manaus',
  '<-04>4<-03>,M9.1.6/24,M4.1.6/24': 'America/Santiago',
  '<-05>5': 'America/Bogota America/Guayaquil America/Lima',
  '<-02>2': 'America/Noronha Atlantic/South_Georgia',
  '<-02>2<-01>,M3.5.0/-1,M10.5.0/0': 'America/Nuuk',
  '<-01>1': 'Atlantic/Cape_Verde',
  '<-01>1<+00>,M3.5.0/0,M10.5.0/1': 'Atlantic/Azores',
  UTC0: 'Etc/UTC',
  GMT0: 'Africa/Abidjan Africa/Accra Africa/Dakar Africa/Monrovia Atlantic/Reykjavik Etc/GMT',
  'GMT0BST,M3.5.0/1,M10.5.0': 'Europe/London',
  'IST-1GMT0,M10.5.0,M3.5.0/1': 'Europe/Dublin',
  'WET0WEST,M3.5.0/1,M10.5.0': 'Atlantic/Canary Atlantic/Madeira Europe/Lisbon WET',
  '<+01>-1': 'Africa/Casablanca',
  'CET-1': 'Africa/Algiers Africa/Tunis',
  'CET-1CEST,M3.5.0,M10.5.0/3':
    'CET Europe/Amsterdam Europe/Belgrade Europe/Berlin Europe/Brussels Europe/Budapest Europe/Copenhagen Europe/Ljubljana Europe/Luxembourg Europe/Madrid Europe/Malta Europe/Monaco Europe/Oslo Europe/Paris Europe/Prague Europe/Rome Europe/Sarajevo Europe/Skopje Europe/Stockholm Europe/Tirane Europe/Vaduz Europe/Vienna Europe/Warsaw Europe/Zagreb Europe/Zurich',
  'MET-1MEST,M3.5.0,M10.5.0/3': 'MET',
  'WAT-1': 'Africa/Kinshasa Africa/Lagos Africa/Luanda',
  'CAT-2': 'Africa/Harare Africa/Khartoum Africa/Maputo Africa/Windhoek',
  'EET-2': 'Africa/Tripoli Europe/Kaliningrad',
  'EET-2EEST,M3.5.0/0,M10.5.0/0': 'Asia/Beirut',
  'EET-2EEST,M3.5.0,M10.5.0/3': 'Europe/Chisinau',
  'EET-2EEST,M3.5.0/3,M10.5.0/4':
    'Asia/Nicosia EET Europe/Athens Europe/Bucharest Europe/Helsinki Europe/Kyiv Europe/Riga Europe/Sofia Europe/Tallinn Europe/Vilnius',
  'EET-2EEST,M4.5.5/0,M10.5.4/24': 'Africa/Cairo',
  'IST-2IDT,M3.4.4/26,M10.5.0': 'Asia/Jerusalem',
  'SAST-2': 'Africa/Johannesburg',
  '<+03>-3': 'Asia/Amman Asia/Baghdad Asia/Damascus Asia/Kuwait Asia/Qatar Asia/Riyadh Europe/Istanbul Europe/Minsk',
  'EAT-3': 'Africa/Addis_Ababa Africa/Nairobi',
  'MSK-3': 'Europe/Moscow',
  '<+0330>-3:30': 'Asia/Tehran',
  '<+04>-4': 'Asia/Baku Asia/Dubai Asia/Tbilisi Asia/Yerevan Europe/Samara Indian/Mauritius',
  '<+0430>-4:30': 'Asia/Kabul',
  '<+05>-5': 'Asia/Almaty Asia/Samarkand Asia/Tashkent Asia/Yekaterinburg Indian/Maldives',
  'PKT-5': 'Asia/Karachi',
  'IST-5:30': 'Asia/Kolkata',
  '<+0530>-5:30': 'Asia/Colombo',
  '<+0545>-5:45': 'Asia/Kathmandu',
  '<+06>-6': 'Asia/Bishkek Asia/Dhaka Asia/Omsk Asia/Thimphu Asia/Urumqi',
  '<+0630>-6:30': 'Asia/Yangon',
  '<+07>-7': 'Asia/Bangkok Asia/Ho_Chi_Minh Asia/Krasnoyarsk Asia/Novosibirsk Asia/Phnom_Penh Asia/Vientiane',
  'WIB-7': 'Asia/Jakarta',
  '<+08>-8': 'Asia/Brunei Asia/Irkutsk Asia/Kuala_Lumpur Asia/Singapore Asia/Ulaanbaatar',
  'AWST-8': 'Australia/Perth',
  'CST-8': 'Asia/Macau Asia/Shanghai Asia/Taipei',
  'HKT-8': 'Asia/Hong_Kong',
  'PST-8': 'Asia/Manila',
  'WITA-8': 'Asia/Makassar',
  '<+0845>-8:45': 'Australia/Eucla',
  '<+09>-9': 'Asia/Chita Asia/Yakutsk Pacific/Palau',
  'JST-9': 'Asia/Tokyo',
  'KST-9': 'Asia/Pyongyang Asia/Seoul',
  'ACST-9:30': 'Australia/Darwin',
  'ACST-9:30ACDT,M10.1.0,M4.1.0/3': 'Australia/Adelaide',
  '<+10>-10': 'Asia/Vladivostok Pacific/Port_Moresby',
  'AEST-10': 'Australia/Brisbane',
  'AEST-10AEDT,M10.1.0,M4.1.0/3': 'Australia/Hobart Australia/Melbourne Australia/Sydney',
  'ChST-10': 'Pacific/Guam',
  '<+1030>-10:30<+11>-11,M10.1.0,M4.1.0': 'Australia/Lord_Howe',
  '<+11>-11': 'Asia/Magadan Asia/Sakhalin Pacific/Guadalcanal Pacific/Noumea',
  '<+12>-12': 'Asia/Kamchatka Pacific/Fiji Pacific/Majuro',
  'NZST-12NZDT,M9.5.0,M4.1.0/3': 'Pacific/Auckland',
  '<+1245>-12:45<+1345>,M9.5.0/2:45,M4.1.0/3:45': 'Pacific/Chatham',
  '<+13>-13': 'Pacific/Apia Pacific/Tongatapu',
  '<+14>-14': 'Pacific/Kiritimati',
};

/** Other names, and what they are links to. */
const LINKS: Readonly<Record<string, string>> = {
  'America/New_York': 'US/Eastern',
  'America/Chicago': 'US/Central',
  'America/Denver': 'US/Mountain Navajo',
  'America/Los_Angeles': 'US/Pacific',
  'America/Anchorage': 'US/Alaska',
  'America/Phoenix': 'US/Arizona',
  'Pacific/Honolulu': 'US/Hawaii',
  'America/Toronto': 'America/Montreal Canada/Eastern',
  'America/Vancouver': 'Canada/Pacific',
  'America/Argentina/Buenos_Aires': 'America/Buenos_Aires',
  'America/Sao_Paulo': 'Brazil/East',
  'Europe/London': 'Europe/Belfast GB GB-Eire',
  'Europe/Dublin': 'Eire',
  'Europe/Lisbon': 'Portugal',
  'Europe/Kyiv': 'Europe/Kiev',
  'Europe/Istanbul': 'Asia/Istanbul Turkey',
  'Europe/Moscow': 'W-SU',
  'Europe/Warsaw': 'Poland',
  'Europe/Belgrade': 'Europe/Podgorica',
  'Europe/Prague': 'Europe/Bratislava',
  'Asia/Kolkata': 'Asia/Calcutta',
  'Asia/Ho_Chi_Minh': 'Asia/Saigon',
  'Asia/Yangon': 'Asia/Rangoon',
  'Asia/Kathmandu': 'Asia/Katmandu',
  'Asia/Shanghai': 'Asia/Chongqing Asia/Harbin PRC',
  'Asia/Taipei': 'ROC',
  'Asia/Seoul': 'ROK',
  'Asia/Tokyo': 'Japan',
  'Asia/Hong_Kong': 'Hongkong',
  'Asia/Singapore': 'Singapore',
  'Asia/Jerusalem': 'Asia/Tel_Aviv Israel',
  'Asia/Tehran': 'Iran',
  'Africa/Cairo': 'Egypt',
  'Pacific/Auckland': 'NZ',
  'Australia/Sydney': 'Australia/Canberra Australia/NSW',
  'Etc/UTC': 'Etc/UCT Etc/Universal Etc/Zulu UCT UTC Universal Zulu',
  'Etc/GMT': 'Etc/GMT+0 Etc/GMT-0 Etc/GMT0 Etc/Greenwich GMT GMT+0 GMT-0 GMT0 Greenwich',
};

const HEADER = 44;
/** 13 December 1901, before which times of 32 bits do not go. */
const LONG_AGO = -(2n ** 31n);

/** One part of a TZif file: its header, a transition where `wide`, one type, one name. */
function part(offset: number, name: string, wide: boolean): Uint8Array {
  const letters = encode(`${name}\0`);
  const transitions = wide ? 1 : 0;
  const bytes = new Uint8Array(HEADER + transitions * 9 + 6 + letters.length);
  const view = new DataView(bytes.buffer);
  bytes.set(encode('TZif2'));
  view.setUint32(32, transitions);
  view.setUint32(36, 1);
  view.setUint32(40, letters.length);
  if (wide) view.setBigInt64(HEADER, LONG_AGO);
  const at = HEADER + transitions * 9;
  view.setInt32(at, offset);
  bytes.set(letters, at + 6);
  return bytes;
}

/** The file of a rule. */
function tzfile(rule: string): Uint8Array {
  const [, quoted, bare, sign, hours, minutes = '0'] = /^(?:<([^>]*)>|([A-Za-z]+))(-?)(\d+)(?::(\d+))?/.exec(rule) ?? [];
  const offset = (Number(hours) * 3600 + Number(minutes) * 60) * (sign === '-' ? 1 : -1);
  const name = quoted ?? bare;
  const parts = [part(offset, name, false), part(offset, name, true), encode(`\n${rule}\n`)];
  const all = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const bytes of parts) {
    all.set(bytes, at);
    at += bytes.length;
  }
  return all;
}

interface Folder {
  [name: string]: RootNode | Folder;
}

function place(root: Folder, path: string, node: RootNode): void {
  const names = path.split('/');
  const last = names.pop() ?? '';
  let folder = root;
  for (const name of names) folder = (folder[name] ??= {}) as Folder;
  folder[last] = node;
}

function asNodes(folder: Folder): Record<string, RootNode> {
  return Object.fromEntries(
    Object.entries(folder).map(([name, node]) => [name, typeof node.kind === 'string' ? (node as RootNode) : dir(asNodes(node as Folder))]),
  );
}

export function zoneinfo(): Record<string, RootNode> {
  const root: Folder = {};
  for (const [rule, names] of Object.entries(ZONES))
    for (const name of names.split(' '))
      place(
        root,
        name,
        file(() => tzfile(rule)),
      );
  for (let hours = 1; hours <= 14; hours++) {
    const two = String(hours).padStart(2, '0');
    place(
      root,
      `Etc/GMT-${hours}`,
      file(() => tzfile(`<+${two}>-${hours}`)),
    );
    if (hours <= 12)
      place(
        root,
        `Etc/GMT+${hours}`,
        file(() => tzfile(`<-${two}>${hours}`)),
      );
  }
  for (const [target, names] of Object.entries(LINKS))
    for (const name of names.split(' ')) place(root, name, link('../'.repeat(name.split('/').length - 1) + target));
  return asNodes(root);
}
