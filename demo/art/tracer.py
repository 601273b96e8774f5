# ruff: noqa: ANN001, ANN201, C901
# Kernels compiled by numba, which infers the types and likes its loops in one piece.
"""A small path tracer: boxes, lathes, extrusions, lofts and ellipsoids in a photo studio with one sun and a gobo.

Everything is marched or intersected in the object's own frame. Compiled by numba; see `scene.py` for the friendly side.
"""

import math

from numba import njit

RBOX, LATHE, EXTRUDE, ELLIPSOID, CAPSULE, TORUS, LOFT = range(7)
GRID = 224


@njit(fastmath=True, cache=True)
def grid_at(grids, g, gp, x, y):
    """Bilinear look-up of a signed distance table."""
    fx = (x - gp[g, 0]) * gp[g, 2]
    fy = (y - gp[g, 1]) * gp[g, 3]
    fx = min(max(fx, 0.0), GRID - 1.001)
    fy = min(max(fy, 0.0), GRID - 1.001)
    i = int(fx)
    j = int(fy)
    fx -= i
    fy -= j
    a = grids[g, j, i] * (1 - fx) + grids[g, j, i + 1] * fx
    b = grids[g, j + 1, i] * (1 - fx) + grids[g, j + 1, i + 1] * fx
    return a * (1 - fy) + b * fy


@njit(fastmath=True, cache=True)
def row_at(grids, g, row, gp, y):
    f = min(max((y - gp[g, 1]) * gp[g, 3], 0.0), GRID - 1.001)
    j = int(f)
    f -= j
    return grids[g, row, j] * (1 - f) + grids[g, row, j + 1] * f


@njit(fastmath=True, cache=True)
def sdf(k, p, g, grids, gp, x, y, z):
    """Signed distance of one object at a point in its own frame."""
    if k == RBOX:
        r = p[3]
        qx = abs(x) - p[0] + r
        qy = abs(y) - p[1] + r
        qz = abs(z) - p[2] + r
        ax = max(qx, 0.0)
        ay = max(qy, 0.0)
        az = max(qz, 0.0)
        return math.sqrt(ax * ax + ay * ay + az * az) + min(max(qx, max(qy, qz)), 0.0) - r
    if k == LATHE:
        return grid_at(grids, g, gp, math.sqrt(x * x + z * z), y)
    if k == EXTRUDE:
        d = grid_at(grids, g, gp, x, y)
        h = p[0]
        r = p[1]
        if p[2] > 0.0:
            s = min(max(-d / p[3], 0.0), 1.0)
            h += p[2] * math.sqrt(1.0 - (1.0 - s) * (1.0 - s))
        wx = d + r
        wz = abs(z) - h + r
        ax = max(wx, 0.0)
        az = max(wz, 0.0)
        return min(max(wx, wz), 0.0) + math.sqrt(ax * ax + az * az) - r
    if k == CAPSULE:
        h = p[0]
        t = min(max((y + h) / (2 * h), 0.0), 1.0)
        yy = y + h - 2 * h * t
        return math.sqrt(x * x + yy * yy + z * z) - (p[1] * (1 - t) + p[2] * t)
    if k == TORUS:
        if x < 0.0 and p[3] == 0.0:  # an open ring: a U with straight legs towards -x
            qx = min(x + p[2], 0.0)
            qy = abs(y) - p[0]
            return math.sqrt(qx * qx + qy * qy + z * z) - p[1]
        q = math.sqrt(x * x + y * y) - p[0]
        return math.sqrt(q * q + z * z) - p[1]
    w = row_at(grids, g, 0, gp, y)
    d2 = row_at(grids, g, 1, gp, y)
    n = p[0]
    ux = abs(x) / w
    uz = abs(z) / d2
    f = math.sqrt(ux * ux + uz * uz) if n == 2.0 else (ux**n + uz**n) ** (1.0 / n)
    dl = (f - 1.0) * min(w, d2)
    dy = abs(y - p[2]) - p[1]
    r = p[3]
    ax = max(dl + r, 0.0)
    ay = max(dy + r, 0.0)
    return min(max(dl + r, dy + r), 0.0) + math.sqrt(ax * ax + ay * ay) - r


@njit(fastmath=True, cache=True)
def slab(b, ox, oy, oz, ix, iy, iz):
    a0 = (b[0] - ox) * ix
    a1 = (b[3] - ox) * ix
    lo = min(a0, a1)
    hi = max(a0, a1)
    a0 = (b[1] - oy) * iy
    a1 = (b[4] - oy) * iy
    lo = max(lo, min(a0, a1))
    hi = min(hi, max(a0, a1))
    a0 = (b[2] - oz) * iz
    a1 = (b[5] - oz) * iz
    return max(lo, min(a0, a1)), min(hi, max(a0, a1))


@njit(fastmath=True, cache=True)
def inv(v):
    return 1.0 / v if abs(v) > 1e-9 else 1e9


@njit(fastmath=True, cache=True)
def trace(ox, oy, oz, dx, dy, dz, tmax, skip, shadow, w, stage):
    """Nearest hit: (distance, object); object -1 is the backdrop, -2 is nothing. A shadow ray stops at any opaque hit."""
    kind, prm, rot, pos, lb, wb, gid, grids, gp, glass = w
    best = tmax
    who = -2
    if not shadow:
        wall, cove = stage[0], stage[1]
        if dy < -1e-6:
            t = -oy / dy
            if 1e-4 < t < best and oz + t * dz > -wall + cove:
                best = t
                who = -1
        if dz < -1e-6:
            t = (-wall - oz) / dz
            if 1e-4 < t < best and oy + t * dy > cove:
                best = t
                who = -1
        cy = oy - cove
        cz = oz + wall - cove
        a = dy * dy + dz * dz
        b = cy * dy + cz * dz
        c = cy * cy + cz * cz - cove * cove
        disc = b * b - a * c
        if disc > 0 and a > 1e-9:
            t = (-b + math.sqrt(disc)) / a
            if 1e-3 < t < best and cy + t * dy < 0 and cz + t * dz < 0:
                best = t
                who = -1
    ix = inv(dx)
    iy = inv(dy)
    iz = inv(dz)
    for i in range(kind.shape[0]):
        if i == skip or (shadow and glass[i] > 0.0):
            continue
        t0, t1 = slab(wb[i], ox, oy, oz, ix, iy, iz)
        if t0 > t1 or t1 < 1e-4 or t0 > best:
            continue
        r = rot[i]
        px = ox - pos[i, 0]
        py = oy - pos[i, 1]
        pz = oz - pos[i, 2]
        lx = r[0, 0] * px + r[0, 1] * py + r[0, 2] * pz
        ly = r[1, 0] * px + r[1, 1] * py + r[1, 2] * pz
        lz = r[2, 0] * px + r[2, 1] * py + r[2, 2] * pz
        mx = r[0, 0] * dx + r[0, 1] * dy + r[0, 2] * dz
        my = r[1, 0] * dx + r[1, 1] * dy + r[1, 2] * dz
        mz = r[2, 0] * dx + r[2, 1] * dy + r[2, 2] * dz
        k = kind[i]
        p = prm[i]
        if k == ELLIPSOID:
            ax = lx / p[0]
            ay = ly / p[1]
            az = lz / p[2]
            bx = mx / p[0]
            by = my / p[1]
            bz = mz / p[2]
            a = bx * bx + by * by + bz * bz
            b = ax * bx + ay * by + az * bz
            disc = b * b - a * (ax * ax + ay * ay + az * az - 1.0)
            if disc > 0:
                t = (-b - math.sqrt(disc)) / a
                if 2e-3 < t < best:
                    best = t
                    who = i
                    if shadow:
                        return best, who
            continue
        t0, t1 = slab(lb[i], lx, ly, lz, inv(mx), inv(my), inv(mz))
        t = max(t0, 1e-3)
        t1 = min(t1, best)
        if t > t1:
            continue
        step = p[7]
        g = gid[i]
        for _ in range(110):
            d = sdf(k, p, g, grids, gp, lx + t * mx, ly + t * my, lz + t * mz)
            if d < 7e-4:
                best = t
                who = i
                break
            t += max(d * step, 6e-4)
            if t > t1:
                break
        if shadow and who == i:
            return best, who
    return best, who


@njit(fastmath=True, cache=True)
def normal_at(i, x, y, z, w):
    """World normal and local position of a hit on object i."""
    kind, prm, rot, pos, _, _, gid, grids, gp, _ = w
    r = rot[i]
    px = x - pos[i, 0]
    py = y - pos[i, 1]
    pz = z - pos[i, 2]
    lx = r[0, 0] * px + r[0, 1] * py + r[0, 2] * pz
    ly = r[1, 0] * px + r[1, 1] * py + r[1, 2] * pz
    lz = r[2, 0] * px + r[2, 1] * py + r[2, 2] * pz
    p = prm[i]
    k = kind[i]
    if k == ELLIPSOID:
        nx = lx / (p[0] * p[0])
        ny = ly / (p[1] * p[1])
        nz = lz / (p[2] * p[2])
    else:
        e = 0.004
        if k in (LATHE, EXTRUDE):
            e = max(0.9 / gp[gid[i], 3], 0.004)
        g = gid[i]
        a = sdf(k, p, g, grids, gp, lx + e, ly - e, lz - e)
        b = sdf(k, p, g, grids, gp, lx - e, ly - e, lz + e)
        c = sdf(k, p, g, grids, gp, lx - e, ly + e, lz - e)
        d = sdf(k, p, g, grids, gp, lx + e, ly + e, lz + e)
        nx = a - b - c + d
        ny = -a - b + c + d
        nz = -a + b - c + d
    m = 1.0 / math.sqrt(nx * nx + ny * ny + nz * nz + 1e-20)
    nx *= m
    ny *= m
    nz *= m
    return (
        r[0, 0] * nx + r[1, 0] * ny + r[2, 0] * nz,
        r[0, 1] * nx + r[1, 1] * ny + r[2, 1] * nz,
        r[0, 2] * nx + r[1, 2] * ny + r[2, 2] * nz,
        lx,
        ly,
        lz,
        nz,
        ny,
    )


@njit(fastmath=True, cache=True)
def paint(m, lx, ly, lz, lnz, lny, tex):
    """Colour of a material at a local point: base colour under its label texture."""
    r, g, b = m[0], m[1], m[2]
    ti = int(m[8])
    if ti < 0:
        return r, g, b
    how = int(m[9])
    ok = True
    if how == 0:  # flat on the front
        u = (lx - m[10]) / m[12] + 0.5
        v = 0.5 - (ly - m[11]) / m[13]
        ok = lnz > 0.25
    elif how == 1:  # wrapped round the axis; width is an angle
        u = (math.atan2(lx, lz) - m[10]) / m[12] + 0.5
        v = 0.5 - (ly - m[11]) / m[13]
        ok = abs(lny) < 0.8
    elif how == 2:  # flat on the top
        u = (lx - m[10]) / m[12] + 0.5
        v = 0.5 + (lz - m[11]) / m[13]
        ok = lny > 0.25
    else:  # straight through, all sides
        u = (lx - m[10]) / m[12] + 0.5
        v = 0.5 - (ly - m[11]) / m[13]
    if not ok or u < 0 or u >= 1 or v < 0 or v >= 1:
        return r, g, b
    n = tex.shape[1]
    fx = min(max(u * n - 0.5, 0.0), n - 1.001)
    fy = min(max(v * n - 0.5, 0.0), n - 1.001)
    i = int(fx)
    j = int(fy)
    fx -= i
    fy -= j
    w0 = (1 - fx) * (1 - fy)
    w1 = fx * (1 - fy)
    w2 = (1 - fx) * fy
    w3 = fx * fy
    t = tex[ti]
    al = t[j, i, 3] * w0 + t[j, i + 1, 3] * w1 + t[j + 1, i, 3] * w2 + t[j + 1, i + 1, 3] * w3
    tr = t[j, i, 0] * w0 + t[j, i + 1, 0] * w1 + t[j + 1, i, 0] * w2 + t[j + 1, i + 1, 0] * w3
    tg = t[j, i, 1] * w0 + t[j, i + 1, 1] * w1 + t[j + 1, i, 1] * w2 + t[j + 1, i + 1, 1] * w3
    tb = t[j, i, 2] * w0 + t[j, i + 1, 2] * w1 + t[j + 1, i, 2] * w2 + t[j + 1, i + 1, 2] * w3
    return r * (1 - al) + tr * al, g * (1 - al) + tg * al, b * (1 - al) + tb * al
