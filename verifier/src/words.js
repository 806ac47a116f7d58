/** The sentences of the server, with their places filled: ‘%(name)s’ as Python writes them. */

/** @typedef {import("./types").FileData} FileData */

/** @param {string} template @param {Record<string, string>} values */
export function fill(template, values) {
  return template.replace(/%\((\w+)\)s/g, (_whole, name) => values[name] ?? "");
}

/** A moment as the day that it is here, in the language of the file. @param {FileData} data @param {number} moment */
export function formatDay(data, moment) {
  return new Intl.DateTimeFormat(data.locale, { dateStyle: "long" }).format(moment);
}

const TIMESTAMP =
  /^(\d{4})-(\d\d)-(\d\d)[T ](\d\d):(\d\d)(?::(\d\d)(?:\.(\d{1,9}))?)?(?:(Z)|([+-])(\d\d):?(\d\d))$/;

/** The time that a document names, in milliseconds; NaN for what is no time with a zone. @param {unknown} text */
export function parseTimestamp(text) {
  const found = typeof text === "string" ? TIMESTAMP.exec(text) : null;
  if (!found) return NaN;
  const [year, month, day, hour, minute, second] = found.slice(1, 7).map((part) => Number(part ?? 0));
  const local = Date.UTC(year, month - 1, day, hour, minute, second, Number(`0.${found[7] ?? 0}`) * 1000);
  const read = new Date(local);
  const isDay = read.getUTCMonth() === month - 1 && read.getUTCDate() === day;
  if (!isDay || hour > 23 || minute > 59 || second > 59) return NaN;
  const offset = found[8] ? 0 : (Number(found[10]) * 60 + Number(found[11])) * (found[9] === "-" ? -1 : 1);
  return local - offset * 60_000;
}
