// Natural Earth (public domain), as the world-atlas package carries it, turned into Mercator path data once, so that
// the server can write an SVG map without a geometry library.
//
// Units: 1/100 degree of longitude; x grows eastward from 180° W, y southward from 84° N. geography.py projects points
// with the same formula.
import codes from "i18n-iso-countries";
import { feature } from "topojson-client";

const LIMIT = 84;
const project = (lat) => (Math.log(Math.tan(Math.PI / 4 + (lat * Math.PI) / 360)) * 180) / Math.PI;
const TOP = project(LIMIT);

function point([lon, lat]) {
  const y = project(Math.max(-LIMIT, Math.min(LIMIT, lat)));
  return [Math.round((lon + 180) * 100), Math.round((TOP - y) * 100)];
}

/** A ring's points, going on past the edge of the map where it crosses the 180th meridian instead of jumping back. */
function ring(coordinates) {
  const points = [];
  let turns = 0;
  let before = null;
  for (const [lon, lat] of coordinates) {
    if (before !== null && Math.abs(lon - before) > 180) turns += lon < before ? 1 : -1;
    before = lon;
    const [x, y] = point([lon + turns * 360, lat]);
    const last = points.at(-1);
    if (!last || last[0] !== x || last[1] !== y) points.push([x, y]);
  }
  return points;
}

const shifted = (points, by) => points.map(([x, y]) => [x + by, y]);

/** The polygon, and again at the other edge of the map where it reaches past one. */
function copies(rings) {
  const [left, , right] = box(rings[0]);
  const all = [rings];
  if (left < 0) all.push(rings.map((points) => shifted(points, 36000)));
  if (right > 36000) all.push(rings.map((points) => shifted(points, -36000)));
  return all;
}

function pathData(points) {
  let [x, y] = points[0];
  let data = `M${x} ${y}l`;
  for (const [nx, ny] of points.slice(1, -1)) {
    data += `${nx - x} ${ny - y} `;
    [x, y] = [nx, ny];
  }
  return `${data.trim()}z`;
}

function box(points) {
  const xs = points.map((p) => p[0]);
  const ys = points.map((p) => p[1]);
  return [Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys)];
}

/** Polygons by country: {code: [{b: [x0, y0, x1, y1], d: path data}]}; islands narrower than `least` are left out. */
export function basemap(topology, least) {
  const countries = {};
  for (const item of feature(topology, topology.objects.countries).features) {
    const code = codes.numericToAlpha2(item.id) ?? UNNUMBERED[item.properties.name] ?? "ZZ";
    // Antarctica turns around the pole, which this projection cannot draw, and nobody installs cameras there.
    if (code === "AQ") continue;
    const polygons =
      item.geometry.type === "Polygon" ? [item.geometry.coordinates] : item.geometry.coordinates;
    countries[code] ??= [];
    for (const polygon of polygons) {
      const rings = polygon.map(ring).filter((points) => points.length > 3);
      if (rings.length === 0) continue;
      for (const copy of copies(rings)) {
        const b = box(copy[0]);
        if (b[2] - b[0] < least && b[3] - b[1] < least) continue;
        countries[code].push({ b, d: copy.map(pathData).join("") });
      }
    }
  }
  return countries;
}

// Territories that the data draws but that carry no ISO number there.
const UNNUMBERED = { Kosovo: "XK" };

/** English names by ISO 3166-1 alpha-2 code. */
export function countryNames() {
  const names = new Intl.DisplayNames(["en"], { type: "region" });
  const all = [...Object.keys(codes.getAlpha2Codes()), "XK"];
  return Object.fromEntries(all.sort().map((code) => [code, names.of(code)]));
}
