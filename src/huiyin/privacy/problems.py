"""What can go wrong with keys and sealed data; the messages are read by the person who runs the installation."""


class PrivacyProblem(Exception):
    """Base of all problems of this room. Nothing is ever shown or stored unsealed because of one: it fails closed."""


class KeysMissing(PrivacyProblem):
    """There is no key ring at the place where the installation looks for it."""

    def __init__(self, place: str) -> None:
        super().__init__(
            f"找不到密钥：{place}。没有密钥就不能读取或保存个人信息。"
            "新装系统请先运行安装步骤生成密钥；已在用的系统请从备份中恢复原来的密钥文件，切勿重新生成。"
        )


class KeysUnreadable(PrivacyProblem):
    """A key ring is there, but it is not one."""

    def __init__(self, place: str, why: str) -> None:
        super().__init__(f"密钥无法使用（{place}）：{why}。请从备份中恢复原来的密钥文件。")


class KeyLost(PrivacyProblem):
    """Something was sealed with a key that is not on the ring."""

    def __init__(self, key_id: str) -> None:
        self.key_id = key_id
        super().__init__(f"密钥 {key_id} 已丢失：用它加密的内容无法读取。请从备份中恢复含有该密钥的密钥文件。")


class SealBroken(PrivacyProblem):
    """The sealed bytes were changed, cut, or belong to another row or column."""

    def __init__(self, place: str) -> None:
        super().__init__(f"加密内容校验失败（{place}）：数据被改动、截断，或被移到了别的记录，已拒绝读取。")


class UnknownVersion(PrivacyProblem):
    """The first byte names a way of sealing that this version of the software does not know."""

    def __init__(self, version: int) -> None:
        super().__init__(f"不认识的加密版本：{version}。内容可能由更新版本的系统写入，请升级后再读取。")


class KeyInUse(PrivacyProblem):
    """The current key cannot be taken off the ring."""

    def __init__(self, key_id: str) -> None:
        super().__init__(f"密钥 {key_id} 是当前密钥，不能移除。请先更换密钥。")
