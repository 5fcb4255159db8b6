// The contract with invented data, for looking at the screens without the server. Not shipped.
//   node dev/mock.mjs            serves dist/ and /api on port 8129 (PORT)
//   DIST=folder             the built interface, when it is elsewhere
//   PROTOCOL=file.json           a protocol document as /api/triage/protocol would answer

import { createServer } from 'node:http';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { WebSocketServer } from 'ws';
import * as world from './world.mjs';
import { assess, protocol } from './triage.mjs';
import { bandsFrom, effectOf, wayOf } from './roads.mjs';

const STREAM = `psc:${world.PSC}`;
const EPOCH = `mock-${process.pid}`;
const port = Number(process.env.PORT ?? 8129);
const dist = process.env.DIST ?? join(import.meta.dirname, '..', 'dist');
const tables = {
  call: new Map(world.calls.map((row) => [row.id, row])),
  incident: new Map(world.incidents.map((row) => [row.id, row])),
  patient: new Map(),
  task: new Map(world.tasks.map((row) => [row.id, row])),
  unit: new Map(world.units.map((row) => [row.id, row])),
  person: new Map(),
  handover: new Map(),
  closure: new Map(world.closures.map((row) => [row.id, row])),
};
let seq = 100;
const events = new Map();
const sockets = new Set();
const positions = new Map();

function publish(type, subjectIds, ...changed) {
  const prev = seq;
  seq += 1;
  const at = world.now();
  for (const id of subjectIds) {
    if (!events.has(id)) events.set(id, []);
    events.get(id).push({ seq, type, subject_ids: subjectIds, at, recorded_at: at, actor: world.OPERATOR, on_behalf: null, summary: {} });
  }
  const changes = changed.map(([kind, row]) => ({ kind, id: row.id, row: structuredClone(row) }));
  broadcast({ type: 'changes', stream: STREAM, epoch: EPOCH, seq, prev, changes, notices: [{ seq, type, subject_ids: subjectIds, actor: world.OPERATOR, at }] });
}
const broadcast = (message) => sockets.forEach((socket) => socket.send(JSON.stringify(message)));
const snapshot = () => ({
  type: 'snapshot', stream: STREAM, epoch: EPOCH, seq, positions: [...positions.values()], server_time: world.now(),
  rows: Object.fromEntries(Object.entries(tables).map(([kind, rows]) => [kind, [...rows.values()]])),
});

class Refusal extends Error {
  constructor(status, code, title, extra = {}) {
    super(title);
    this.body = { type: `urn:psc119:${code}`, status, code, title, detail: title, ...extra };
  }
}
const row = (kind, id) => {
  const found = tables[kind].get(id);
  if (!found) throw new Refusal(404, 'not_found', 'Tidak ditemukan.');
  return found;
};
const put = (kind, value) => {
  tables[kind].set(value.id, value);
  return [kind, value];
};

const session = {
  account: { id: world.OPERATOR.id, name: world.OPERATOR.name, grade: 'perawat', language: 'id', roles: ['operator', 'crew', 'hospital', 'supervisor', 'coordinator'].map((role) => ({ role, scope: { crew: 'amb-2', hospital: 'rs-a', coordinator: 'pkm-2' }[role] ?? world.PSC })) },
  csrf: 'mock', streams: [STREAM], psc: [{ key: world.PSC, name: 'PSC 119 Tanjungpinang', training: false }, { key: `${world.PSC}-latihan`, name: 'Latihan', training: true }], device: null,
};

const distance_m = (a, b) => Math.hypot(a.lat - b.lat, a.lon - b.lon) * 111_000;
function pointOf(incident) {
  return incident.place?.lat ? incident.place : (world.city.kelurahan.find(({ code }) => code === incident.kelurahan_code) ?? world.city.facilities[0]);
}
const NIGHT = { code: 'perahu_umum_tutup', from_pier: world.city.piers[0], to_piers: [world.city.piers[1]], call: world.city.hotlines.filter(({ offers }) => offers.includes('kapal')), on_call: [], first_public_s: 20_000, first_public_at: world.ahead(20_000) };
const isAcross = (to) => to.lon < 104.43 && to.lat < 0.94;
const seaOf = (to) => isAcross(to) ? { to_pier_by: 'ambulans_sirene', to_pier_s: 410, from_pier_by: 'jalan_kaki', from_pier_s: 180, met_by: null, note_code: 'perahu_umum_tutup', legs: [{ leg_id: 'leg-1', from_pier: world.city.piers[0], to_pier: world.city.piers[1], wait_s: 19_400, filling_s: 0, boarding_s: 300, sailing_s: 900, service: 'public', capacity: 15, stretcher: null, blocked_by: 'perahu_umum_tutup' }] } : null;
function recommend(incident) {
  const to = pointOf(incident);
  const ranked = [...tables.unit.values()].map((unit) => {
    const from = positions.get(unit.id) ?? world.city.facilities.find(({ id }) => id === unit.facility_id);
    const travel_s = (distance_m(from, to) * 1.35) / 8.5;
    const turnout_s = unit.kind === 'trc' ? 120 : 75;
    const eta_s = travel_s + turnout_s;
    const exclusions = [];
    if (unit.task_id) exclusions.push({ code: 'busy', incident: unit.incident_code });
    if (unit.duty === 'out_of_service') exclusions.push({ code: 'out_of_service' });
    if (unit.kind === 'kapal') exclusions.push({ code: 'lacks_capability', capabilities: ['ambulans'] });
    return {
      unit_id: unit.id, name: unit.name, kind: unit.kind, role: unit.kind === 'trc' ? 'penanggap_pertama' : 'ambulans', eta_s, eta_low_s: eta_s * 0.85, eta_high_s: eta_s * 1.25, turnout_s, travel_s,
      kind_of_travel: 'skematik', sea: seaOf(to), proposed: false, selectable: exclusions.length === 0, reasons: [{ code: 'schematic' }], exclusions, why_not_nearer: unit.kind === 'ambulans' ? [{ unit_id: 'amb-3', code: 'busy' }] : [],
      busy: unit.task_id ? { incident_code: unit.incident_code, since: unit.busy_since, by: unit.busy_by.name } : null, position: { age_s: positions.has(unit.id) ? 12 : null, from_post: !positions.has(unit.id) },
    };
  }).sort((a, b) => Number(b.selectable) - Number(a.selectable) || a.eta_s - b.eta_s);
  const ambulance = ranked.find((one) => one.selectable && one.kind === 'ambulans');
  const trc = ranked.find((one) => one.selectable && one.kind === 'trc');
  if (ambulance) Object.assign(ambulance, { proposed: true, reasons: [{ code: 'fastest_capable' }] });
  if (trc && incident.priority !== 'hijau') Object.assign(trc, { proposed: true, reasons: [{ code: 'reinforces', capabilities: ['trc'] }] });
  ranked.filter((one) => one.selectable && !one.proposed && ambulance).forEach((one) => (one.reasons = [{ code: 'minutes_behind', seconds: one.eta_s - ambulance.eta_s }, ...(one.position.from_post ? [{ code: 'position_from_post' }] : [])]));
  ranked.sort((a, b) => Number(b.proposed) - Number(a.proposed));
  for (const code of ranked.flatMap((one) => [...one.reasons, ...one.exclusions, ...one.why_not_nearer])) code.capabilities ??= [];
  return { at: world.now(), needs: { capabilities: ['ambulans'], roles: [{ role: 'ambulans', required: true }] }, network: { label: world.city.network.label, schematic: true }, ranked, shortfalls: [], boat_advice: seaOf(to) && NIGHT };
}

const TASK_ENDS = ['clear', 'declined', 'cancelled', 'preempted'];
function endTask(task, state, reason) {
  const incident = row('incident', task.incident_id);
  const unit = row('unit', task.unit_id);
  Object.assign(task, { state, active: false, ended_reason: reason ?? null, ended_at: world.now() });
  Object.assign(unit, { task_id: null, incident_id: null, incident_code: null, busy_since: null, busy_by: null });
  incident.active_task_ids = incident.active_task_ids.filter((id) => id !== task.id);
  return [put('task', task), put('unit', unit), put('incident', incident)];
}

const onTheWay = () => [...tables.task.values()].filter(({ active, state }) => active && ['en_route', 'transporting'].includes(state));
function wayTo(task) {
  const unit = row('unit', task.unit_id);
  const from = positions.get(unit.id) ?? world.city.facilities.find(({ id }) => id === unit.facility_id);
  return wayOf(from, pointOf(row('incident', task.incident_id)), world.city.piers);
}
const timesNow = () => onTheWay().map((task) => ({ unit_id: task.unit_id, incident_id: task.incident_id, duration_s: wayTo(task).duration_s }));

// [method, pattern, handler(params, body, query)]; a command handler returns its result, a read its document.
const routes = [
  ['POST', 'calls', (_, body) => {
    const made = world.call(crypto.randomUUID(), { channel: body.channel, phone: body.phone ?? null, ...(body.answered ? { state: 'answered', answered_at: world.now(), operator: world.OPERATOR } : {}) });
    publish('call.rang', [made.id], put('call', made));
    return { call_id: made.id };
  }],
  ['POST', 'calls/:id/answer', ({ id }) => {
    const call = row('call', id);
    if (call.state !== 'ringing') throw new Refusal(409, 'refused', `Panggilan sudah diangkat ${call.operator?.name ?? ''}`, { current: call.state, allowed: [] });
    Object.assign(call, { state: 'answered', answered_at: world.now(), operator: world.OPERATOR });
    publish('call.answered', [id], put('call', call));
    return {};
  }],
  ...[['hold', 'held'], ['resume', 'answered']].map(([verb, state]) => ['POST', `calls/:id/${verb}`, ({ id }) => {
    publish(`call.${state}`, [id], put('call', Object.assign(row('call', id), { state })));
    return {};
  }]),
  ['POST', 'calls/:id/close', ({ id }, body) => {
    publish('call.closed', [id], put('call', Object.assign(row('call', id), { state: 'closed', disposition: body.disposition, closed_at: world.now() })));
    return {};
  }],
  ['POST', 'calls/:id/callback', ({ id }, body) => {
    const call = row('call', id);
    call.callback = { ...call.callback, attempts: [...call.callback.attempts, { at: world.now(), by: world.OPERATOR, outcome: body.outcome }] };
    if (body.give_up) call.callback.open = false;
    if (body.outcome === 'tersambung') Object.assign(call, { state: 'answered', answered_at: world.now(), operator: world.OPERATOR, callback: { ...call.callback, open: false } });
    publish('call.called_back', [id], put('call', call));
    return {};
  }],
  ['GET', 'callers', () => ({ calls: [{ id: 'x1', rang_at: world.ago(86400 * 12), disposition: 'kasus', incident_code: 'TPI-0098', priority: 'kuning' }, { id: 'x2', rang_at: world.ago(86400 * 40), disposition: 'hantu', incident_code: null, priority: null }] })],
  ['POST', 'incidents', (_, body) => {
    const made = world.incident(body.incident_id, { address: body.address ?? null, patokan: body.patokan ?? null, place: body.place ?? null, kelurahan_code: body.kelurahan_code ?? null, complaint_text: body.complaint_text ?? null, call_ids: body.call_id ? [body.call_id] : [] });
    const changed = [put('incident', made)];
    if (body.call_id) changed.push(put('call', Object.assign(row('call', body.call_id), { incident_id: made.id })));
    publish('incident.opened', [made.id], ...changed);
    return { incident_id: made.id, number: made.number, code: made.code };
  }],
  ['POST', 'incidents/:id/place', ({ id }, body) => {
    const { command_id: _, occurred_at: __, ...fields } = body;
    const incident = Object.assign(row('incident', id), fields);
    incident.place_revision += 1;
    publish('incident.placed', [id], put('incident', incident));
    return {};
  }],
  ['POST', 'incidents/:id/describe', ({ id }, body) => {
    publish('incident.described', [id], put('incident', Object.assign(row('incident', id), { complaint_text: body.complaint_text })));
    return {};
  }],
  ['POST', 'incidents/:id/notes', ({ id }, body) => {
    const incident = row('incident', id);
    incident.notes = [...incident.notes, { id: crypto.randomUUID(), at: world.now(), by: world.OPERATOR, text: body.text }];
    publish('incident.noted', [id], put('incident', incident));
    return {};
  }],
  ['POST', 'incidents/:id/triage', ({ id }, body) => {
    const incident = row('incident', id);
    const found = assess(body);
    const order = ['hijau', 'kuning', 'merah'];
    const priority = order[Math.max(order.indexOf(incident.priority), order.indexOf(found.priority))] ?? null;
    const triage = { protocol_version: protocol.version, signed: false, card: body.card ?? null, ...found, priority, at: world.now(), by: world.OPERATOR };
    const patientId = body.patient_id ?? `pt-${id}`;
    const patient = { id: patientId, incident_id: id, number: 1, name: null, age_years: body.age_years ?? null, sex: body.sex ?? null, pregnant: null, priority, gate: body.gate, answers: body.answers, triage, outcome: null, key_id: 'k' };
    Object.assign(incident, { priority, triage, patient_ids: [patientId], merah_at: incident.merah_at ?? (priority === 'merah' ? world.now() : null), disposition: found.disposition });
    publish('patient.triaged', [id], put('patient', patient), put('incident', incident));
    return { priority, triage, patient_id: patientId };
  }],
  ['POST', 'incidents/:id/resuscitation', ({ id }, body) => {
    const incident = row('incident', id);
    incident.resuscitation = { script: body.script ?? incident.resuscitation?.script ?? 'rjp_dewasa', recognised_at: incident.resuscitation?.recognised_at ?? body.occurred_at, first_compression_at: body.event === 'first_compression' ? body.occurred_at : (incident.resuscitation?.first_compression_at ?? null) };
    publish(`resuscitation.${body.event}`, [id], put('incident', incident));
    return {};
  }],
  ['GET', 'incidents/:id/recommendation', ({ id }) => recommend(row('incident', id))],
  ['POST', 'incidents/:id/dispatch', ({ id }, body) => {
    const incident = row('incident', id);
    const chosen = body.unit_ids.map((unitId) => row('unit', unitId));
    const taken = chosen.find((unit) => unit.task_id);
    if (taken) throw new Refusal(409, 'refused', `${taken.name} dipakai ${taken.incident_code}`, { current: 'on_task', allowed: [], holder: { incident_code: taken.incident_code, by: taken.busy_by.name, since: taken.busy_since, unit_id: taken.id, next_best: ['amb-1'] } });
    const changed = chosen.flatMap((unit) => {
      const made = world.task(crypto.randomUUID(), incident, unit, {});
      incident.task_ids.push(made.id);
      incident.active_task_ids.push(made.id);
      Object.assign(unit, { task_id: made.id, incident_id: id, incident_code: incident.code, busy_since: world.now(), busy_by: world.OPERATOR });
      return [put('task', made), put('unit', unit)];
    });
    incident.state = 'in_response';
    publish('task.assigned', [id], ...changed, put('incident', incident));
    return { task_ids: changed.filter(([kind]) => kind === 'task').map(([, made]) => made.id) };
  }],
  ['POST', 'incidents/:id/close', ({ id }, body) => {
    publish('incident.closed', [id], put('incident', Object.assign(row('incident', id), { state: 'closed', outcome: body.outcome, closed_at: world.now() })));
    return {};
  }],
  ['GET', 'incidents/:id/events', ({ id }) => events.get(id) ?? []],
  ['POST', 'tasks/:id/report', ({ id }, body) => {
    const task = row('task', id);
    task.stamps[body.state] = { at: body.occurred_at, raw_at: body.occurred_at, source: body.source ?? 'tablet', by: world.OPERATOR, counter: null, command_id: body.command_id };
    Object.assign(task, { state: body.state, ack_overdue: false, destination_id: body.destination_id ?? task.destination_id });
    publish(`task.${body.state}`, [task.incident_id], ...(TASK_ENDS.includes(body.state) ? endTask(task, body.state) : [put('task', task)]));
    return { task };
  }],
  ['POST', 'tasks/:id/cancel', ({ id }, body) => {
    const task = row('task', id);
    publish('task.cancelled', [task.incident_id], ...endTask(task, 'cancelled', body.reason));
    return {};
  }],
  ['POST', 'units/:id/duty', ({ id }, body) => {
    publish('unit.duty_changed', [id], put('unit', Object.assign(row('unit', id), { duty: body.duty, duty_reason: body.reason ?? null, duty_since: world.now() })));
    return {};
  }],
  ['GET', 'city', () => world.city],
  ['GET', 'network.geojson', () => world.network],
  ['GET', 'persons', () => []],
  ['GET', 'places', (_, __, query) => {
    const wanted = (query.get('q') ?? '').toLowerCase();
    const hits = [
      ...world.city.kelurahan.map((area) => ({ kind: 'kelurahan', id: area.code, name: area.name, lat: area.lat, lon: area.lon, kelurahan_code: area.code, verified: true })),
      ...world.city.facilities.map((one) => ({ kind: 'fasilitas', id: one.id, name: one.name, lat: one.lat, lon: one.lon, kelurahan_code: null, verified: one.verified })),
    ];
    const unsaid = { score: 1, note_code: null, radius_m: null, address: null };
    return hits.filter(({ name }) => name.toLowerCase().includes(wanted)).slice(0, 8).map((hit) => ({ ...hit, ...unsaid }));
  }],
  ['GET', 'route', (_, __, query) => wayTo(row('task', query.get('task_id')))],
  ['GET', 'unit-routes', () => onTheWay().map((task) => {
    const way = wayTo(task);
    return { ...way, task_id: task.id, unit_id: task.unit_id, eta_low_s: way.duration_s * 0.85, eta_high_s: way.duration_s * 1.25 };
  })],
  ['GET', 'isochrone', (_, __, query) => {
    const unit = tables.unit.get(query.get('unit_id'));
    const from = (unit && positions.get(unit.id)) ?? world.city.facilities.find(({ id }) => id === (unit?.facility_id ?? query.get('facility_id')));
    return { bands: bandsFrom(from, query.getAll('limit_s').map(Number)), mode: unit?.mode ?? 'ambulans', lights: true, at: world.now(), schematic: false };
  }],
  ['POST', 'closures/preview', (_, body) => effectOf(body, timesNow())],
  ['POST', 'closures', (_, body) => {
    const { eta_changes, ...extent } = effectOf(body, timesNow());
    const made = world.closure(crypto.randomUUID(), { ...body, ...extent, status: body.from_at ? 'planned' : 'active', from_at: body.from_at ?? world.now() });
    publish('closure.made', [made.id], put('closure', made));
    return { closure_id: made.id, ...extent, eta_changes };
  }],
  ['POST', 'closures/:id/change', ({ id }, body) => {
    publish('closure.end_changed', [id], put('closure', { ...row('closure', id), until_at: body.until_at }));
    return {};
  }],
  ['POST', 'closures/:id/end', ({ id }) => {
    publish('closure.reopened', [id], put('closure', { ...row('closure', id), status: 'ended' }));
    return {};
  }],
].map(([method, pattern, handler]) => ({ method, handler, parts: pattern.split('/') }));

function match(method, path) {
  const parts = path.split('/');
  for (const route of routes) {
    if (route.method !== method || route.parts.length !== parts.length) continue;
    const params = {};
    if (route.parts.every((part, index) => (part.startsWith(':') ? ((params[part.slice(1)] = parts[index]), true) : part === parts[index]))) return { ...route, params };
  }
  throw new Refusal(404, 'not_found', `Tidak ada: ${path}`);
}

async function api(method, url, body) {
  if (url.pathname === '/api/session') return method === 'GET' || method === 'POST' ? session : {};
  if (url.pathname === '/api/health') return { status: 'ok', version: '0.1.0', database: 'ok', bus: 'in-process', network: { label: world.city.network.label }, demo: true };
  if (url.pathname === '/api/triage/protocol') return protocol;
  if (url.pathname === '/api/triage/evaluate') return assess(body);
  if (url.pathname === '/api/demo/accounts') return [{ username: 'operator', password: 'demo', role: 'operator', name: 'Dewi', guide: 'operator' }];
  const { handler, params } = match(method, url.pathname.split('/').slice(4).join('/'));
  const result = handler(params, body, url.searchParams);
  return method === 'GET' || url.pathname.endsWith('/preview') ? result : { command_id: body.command_id, seq, result };
}

const TYPES = { html: 'text/html', js: 'text/javascript', mjs: 'text/javascript', css: 'text/css', svg: 'image/svg+xml', woff2: 'font/woff2', json: 'application/json', webmanifest: 'application/manifest+json' };
async function file(path, response) {
  const name = path === '/' ? 'index.html' : path.includes('.') ? path.slice(1) : `${path.slice(1)}.html`;
  try {
    const content = await readFile(join(dist, name));
    response.writeHead(200, { 'content-type': TYPES[name.split('.').pop()] ?? 'application/octet-stream' }).end(content);
  } catch {
    response.writeHead(404).end();
  }
}

const server = createServer(async (request, response) => {
  const url = new URL(request.url, 'http://mock');
  if (!url.pathname.startsWith('/api/')) return file(url.pathname, response);
  let text = '';
  for await (const chunk of request) text += chunk;
  const send = (status, value) => response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(value));
  try {
    return send(200, await api(request.method, url, text ? JSON.parse(text) : {}));
  } catch (error) {
    if (error instanceof Refusal) return send(error.body.status, error.body);
    return send(500, { type: 'about:blank', status: 500, code: 'mock', title: String(error) });
  }
});

const live = new WebSocketServer({ server, path: '/api/live' });
live.on('connection', (socket) => {
  sockets.add(socket);
  socket.on('close', () => sockets.delete(socket));
  socket.on('message', (data) => {
    const message = JSON.parse(data);
    if (message.type === 'ping') socket.send(JSON.stringify({ type: 'pong', server_time: world.now() }));
    else socket.send(JSON.stringify(snapshot()));
  });
  socket.send(JSON.stringify({ type: 'status', database: 'ok', telephony: 'local', bus: 'in-process' }));
});

setInterval(() => {
  const moved = [...tables.unit.values()].filter(({ id }) => !['amb-5', 'trc-5'].includes(id)).map((unit) => {
    const home = world.city.facilities.find(({ id }) => id === unit.facility_id);
    const last = positions.get(unit.id) ?? { lat: home.lat, lon: home.lon };
    const target = unit.incident_id ? pointOf(row('incident', unit.incident_id)) : home;
    const step = (from, to) => from + (to - from) * 0.03 + (Math.random() - 0.5) * 0.0001;
    const fix = { unit_id: unit.id, lat: step(last.lat, target.lat), lon: step(last.lon, target.lon), accuracy_m: 12, speed_kmh: unit.task_id ? 32 : 0, at: world.now(), source: 'tablet' };
    positions.set(unit.id, fix);
    return fix;
  });
  broadcast({ type: 'positions', stream: STREAM, positions: moved });
}, 1000);

server.listen(port, () => console.log(`mock on http://localhost:${port}`));
