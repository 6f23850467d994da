/** Formats times and durations in the command line's time zone. */

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

let format;

/** Sets the time zone in which the page shows times: an IANA name or an offset. */
export function setZone(timeZone) {
  format = new Intl.DateTimeFormat('en-GB', {
    timeZone,
    hourCycle: 'h23',
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
  });
}

/** Returns the parts of a moment in the zone, such as `{ weekday: 'Fri', day: '4', month: 'Dec', hour: '09' }`. */
function partsOf(moment) {
  return Object.fromEntries(format.formatToParts(moment).map(({ type, value }) => [type, value]));
}

function startOfDay(moment) {
  const { hour, minute, second } = partsOf(moment);
  const start = moment - Number(hour) * HOUR - Number(minute) * MINUTE - Number(second) * 1_000 - (moment % 1_000);
  const startHour = Number(partsOf(start).hour); // the clocks may have changed since midnight
  return startHour === 0 ? start : start + (startHour > 12 ? 24 - startHour : -startHour) * HOUR;
}

/** Returns the starts of today, tomorrow and the day after tomorrow. */
export function dayStarts(now) {
  const today = startOfDay(now);
  const tomorrow = startOfDay(today + 30 * HOUR);
  return { today, tomorrow, later: startOfDay(tomorrow + 30 * HOUR) };
}

/** Formats a time of day: `15:07`, with seconds if they are not zero. */
export function formatClock(moment) {
  const { hour, minute, second } = partsOf(moment);
  return second === '00' ? `${hour}:${minute}` : `${hour}:${minute}:${second}`;
}

/** Formats a day: `Fri 4 Dec`, or `27 Jan 2027` in another year. */
export function formatDay(moment, now = Date.now()) {
  const { weekday, day, month, year } = partsOf(moment);
  return year === partsOf(now).year ? `${weekday} ${day} ${month.slice(0, 3)}` : `${day} ${month.slice(0, 3)} ${year}`;
}

/** Formats a moment. Omits today's date and the current year: `15:07`, `Fri 4 Dec, 12:00`, `27 Jan 2027, 09:00`. */
export function formatWhen(moment, now) {
  const isToday = Math.abs(moment - now) < DAY && startOfDay(moment) === startOfDay(now);
  return isToday ? formatClock(moment) : `${formatDay(moment, now)}, ${formatClock(moment).slice(0, 5)}`;
}

/** Formats a duration in one or two units: `42 s`, `12 min`, `2 h 54 min`, `18 h`, `5 days`. */
export function formatLength(milliseconds) {
  const seconds = Math.max(0, Math.round(milliseconds / 1_000));
  if (seconds < 60) {
    return `${seconds} s`;
  }
  const minutes = Math.round(seconds / 60);
  if (minutes < 60) {
    return `${minutes} min`;
  }
  if (minutes < 12 * 60) {
    return minutes % 60 === 0 ? `${minutes / 60} h` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
  }
  const hours = Math.round(minutes / 60);
  return hours < 48 ? `${hours} h` : `${Math.round(hours / 24)} days`;
}

/** Formats a moment relative to now: `42 s`, `in 18 h`, `5 min ago`. */
export function formatDistance(moment, now) {
  const left = moment - now;
  if (left <= -500) {
    return `${formatLength(-left)} ago`;
  }
  return left < MINUTE ? formatLength(left) : `in ${formatLength(left)}`;
}

/** Formats a duration exactly: `0.009 s`, `3.9 s`, `29 min 57 s`, `3 h 0 min`, `12 days 4 h`. */
export function formatExactly(milliseconds) {
  const seconds = Math.max(0, milliseconds) / 1_000;
  if (seconds < 0.9995) {
    return `${seconds.toFixed(3)} s`;
  }
  if (seconds < 59.95) {
    return `${seconds.toFixed(1)} s`;
  }
  const whole = Math.round(seconds);
  if (whole < 3_600) {
    return `${Math.floor(whole / 60)} min ${whole % 60} s`;
  }
  const hours = Math.floor(whole / 3_600);
  return hours < 48
    ? `${hours} h ${Math.floor((whole % 3_600) / 60)} min`
    : `${Math.floor(hours / 24)} days ${hours % 24} h`;
}

/** Formats a countdown: `42 s`, `4:05`, `17:53:42`, `12 d 04:03:01`. */
export function formatCountdown(milliseconds) {
  const left = Math.max(0, Math.ceil(milliseconds / 1_000));
  const two = (value) => String(value).padStart(2, '0');
  const [days, hours, minutes, seconds] = [
    Math.floor(left / 86_400),
    Math.floor(left / 3_600) % 24,
    Math.floor(left / 60) % 60,
    left % 60,
  ];
  if (left < 60) {
    return `${left} s`;
  }
  const clock = left < 3_600 ? `${minutes}:${two(seconds)}` : `${two(hours)}:${two(minutes)}:${two(seconds)}`;
  return days > 0 ? `${days} d ${clock}` : clock;
}

/** Formats a duration in whole seconds: `12 s`. Formats one minute or more like {@link formatExactly}. */
export function formatElapsed(milliseconds) {
  return milliseconds < MINUTE ? `${Math.max(0, Math.floor(milliseconds / 1_000))} s` : formatExactly(milliseconds);
}

/** Formats how late a reminder was: `0.36 s`. Formats one minute or more like {@link formatExactly}. */
export function formatLateness(milliseconds) {
  return milliseconds < 59_995 ? `${(milliseconds / 1_000).toFixed(2)} s` : formatExactly(milliseconds);
}
